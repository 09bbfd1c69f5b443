package models

import (
	"cmp"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
)

// StoreNames are the programs whose stores are known, the best known first.
var StoreNames = []string{"Hugging Face", "llama.cpp", "LM Studio", "Ollama", "Docker", "Jan", "GPT4All", "Lemonade", "Msty", "AnythingLLM"}

// Stores lists the folders where other programs keep models, also folders that
// do not exist: the search checks that. If a file is in two stores, it is
// listed under the store that comes first.
func (s Surroundings) Stores() []Place {
	var all []Place
	add := func(name string, folders ...string) {
		for _, f := range folders {
			p := Place{name, f}
			if filepath.IsAbs(f) && !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
	}
	add("Hugging Face", s.hub())
	add("llama.cpp", s.llamaCache(), s.Getenv("LLAMA_ARG_MODELS_DIR"))
	add("LM Studio", s.lmStudio()...)
	add("Ollama", s.ollama()...)
	add("Docker", cmp.Or(s.Getenv("MODELS_PATH"), s.home(".docker", "models")))
	for _, data := range s.jan() {
		add("Jan", filepath.Join(data, "llamacpp", "models"), filepath.Join(data, "mlx", "models"), filepath.Join(data, "cortexcpp", "models"))
	}
	add("Jan", s.home("jan", "models"))
	add("GPT4All", s.gpt4all(), s.home(".cache", "gpt4all"))
	add("Lemonade", s.lemonade()...)
	add("Msty", s.support("Msty", "models"), s.support("MstyStudio", "models"),
		s.home(".msty", "models"), s.home(".mstyclaw", "local-ai", "models"))
	add("AnythingLLM", s.support("AnythingLLM", "storage", "models"), s.support("anythingllm-desktop", "storage", "models"))
	return all
}

// llamaCache is where llama.cpp keeps what it downloads. Until March 2026 this
// was one folder with all files. Since then it has the layout of the hub's
// cache. The same variable moves the folder in both cases.
func (s Surroundings) llamaCache() string {
	if f := s.Getenv("LLAMA_CACHE"); f != "" {
		return f
	}
	switch s.OS {
	case "darwin":
		return s.home("Library", "Caches", "llama.cpp")
	case "windows":
		return s.under("LOCALAPPDATA", s.home("AppData", "Local"), "llama.cpp")
	}
	return s.under("XDG_CACHE_HOME", s.home(".cache"), "llama.cpp")
}

// lmStudio reads the file that names LM Studio's folder, and the setting that
// names another folder for models. It ignores the hub folder, which has
// descriptions without weights.
func (s Surroundings) lmStudio() []string {
	homes := []string{s.home(".lmstudio"), s.home(".cache", "lm-studio")}
	if line, _, _ := strings.Cut(string(readSmall(s.home(".lmstudio-home-pointer"))), "\n"); strings.TrimSpace(line) != "" {
		homes = []string{strings.TrimSpace(line)}
	}
	for i, h := range homes {
		if i == len(homes)-1 || isFolder(h) {
			homes = []string{h}
			break
		}
	}
	home := homes[0]
	if home == "" {
		return nil
	}
	models := filepath.Join(home, "models")
	for _, file := range []string{filepath.Join(home, "settings.json"), s.support("LM Studio", "settings.json")} {
		var settings struct {
			Folder string `json:"downloadsFolder"`
		}
		if json.Unmarshal(readSmall(file), &settings) == nil && settings.Folder != "" {
			models = settings.Folder
			break
		}
	}
	return []string{models, filepath.Join(home, ".internal", "bundled-models")}
}

func (s Surroundings) ollama() []string {
	if f := s.Getenv("OLLAMA_MODELS"); f != "" {
		return []string{f}
	}
	folders := []string{s.home(".ollama", "models")}
	if s.OS == "linux" {
		folders = append(folders, s.absolute("/usr/share/ollama/.ollama/models"),
			s.absolute("/var/lib/ollama/.ollama/models"), s.absolute("/var/lib/ollama/models"), s.absolute("/var/lib/ollama"))
	}
	return folders
}

func (s Surroundings) jan() []string {
	if s.OS == "linux" {
		return []string{s.under("XDG_DATA_HOME", s.home(".local", "share"), "Jan", "data"), s.support("Jan", "data")}
	}
	return []string{s.support("Jan", "data")}
}

func (s Surroundings) gpt4all() string {
	switch s.OS {
	case "darwin":
		return s.support("nomic.ai", "GPT4All")
	case "windows":
		return s.under("LOCALAPPDATA", s.home("AppData", "Local"), "nomic.ai", "GPT4All")
	}
	return s.under("XDG_DATA_HOME", s.home(".local", "share"), "nomic.ai", "GPT4All")
}

// lemonade gives the folders that Lemonade's configuration names. Lemonade
// keeps most models in the hub's cache.
func (s Surroundings) lemonade() []string {
	var folders []string
	for _, root := range []string{s.home(".cache", "lemonade"), s.absolute("/var/lib/lemonade/.cache/lemonade")} {
		if root == "" {
			continue
		}
		var config struct {
			Models string          `json:"models_dir"`
			Extra  json.RawMessage `json:"extra_models_dir"`
		}
		if json.Unmarshal(readSmall(filepath.Join(root, "config.json")), &config) != nil {
			continue
		}
		folders = append(folders, s.expand(config.Models))
		var one string
		var many []string
		if json.Unmarshal(config.Extra, &one) == nil {
			many = append(many, one)
		} else {
			_ = json.Unmarshal(config.Extra, &many)
		}
		for _, f := range many {
			folders = append(folders, s.expand(f))
		}
	}
	return append(folders, s.absolute("/var/lib/lemonade/.cache/huggingface/hub"))
}

// Place is a folder to search, and its name in lists. The search recognizes the
// layout of the folder by its contents.
type Place struct{ Name, Folder string }
