package cli

import (
	"fmt"

	"dragstrip/bench"
	"dragstrip/cli/settings"
)

// engineSettings are the flags of `dragstrip engines` that change the settings.
type engineSettings struct {
	addVariant, forgetVariant, addServer, forgetServer string
}

func (s *engineSettings) define(f *flags) {
	f.under("Environments that tune tries, too")
	f.StringVar(&s.addVariant, "add-variant", "", "remember an environment, as `VARIANT` \"NAME: KEY=VALUE …\"; tune tries the builds that it concerns in it, too")
	f.StringVar(&s.forgetVariant, "forget-variant", "", "forget the environment of this `NAME`")
	f.under("Servers that the screens offer")
	f.StringVar(&s.addServer, "add-server", "", "remember a `SERVER` by its address, as --engine takes it (ENGINE=http://HOST:PORT), as the key a on Plan does; the screens offer it as long as it runs")
	f.StringVar(&s.forgetServer, "forget-server", "", "forget this `SERVER`")
}

// change changes the settings as the flags say. An empty flag does nothing.
func (s engineSettings) change(e *env) error {
	if s.addVariant != "" {
		v, err := settings.ParseVariant(s.addVariant)
		if err != nil {
			return usagef("--add-variant: %w", err)
		}
		if err := e.settings().AddVariant(v); err != nil {
			return err
		}
	}
	if s.forgetVariant != "" {
		if err := e.settings().ForgetVariant(s.forgetVariant); err != nil {
			return err
		}
	}
	if s.addServer != "" {
		one, err := settings.ParseServer(s.addServer)
		switch {
		case err != nil:
			return usagef("--add-server: %w", err)
		case !e.kinds.IsServer(one):
			return usagef("--add-server: %s", addedHelp(e.kinds))
		}
		if err := e.settings().AddServer(one); err != nil {
			return err
		}
	}
	if s.forgetServer != "" {
		return e.settings().ForgetServer(s.forgetServer)
	}
	return nil
}

// rememberedServers are the servers of the settings that are of a known kind. A
// file that cannot be read has none; whatever changes the settings says why.
func (e *env) rememberedServers() (all []string) {
	named, _ := e.settings().Servers()
	for _, one := range named {
		if e.kinds.IsServer(one) {
			all = append(all, one)
		}
	}
	return all
}

// tellServers lists the servers that are remembered, and says how to forget one.
func (e *env) tellServers() {
	for _, one := range e.rememberedServers() {
		fmt.Fprintf(e.told(), "%s  remembered for the screens; `dragstrip engines --forget-server %s` forgets it\n", bench.Clean(one), quoted(bench.Clean(one)))
	}
}
