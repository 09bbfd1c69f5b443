package report

import (
	"slices"
	"time"

	"dragstrip/bench"
)

func (r *redactor) model(m bench.Model) bench.Model {
	m.Name, m.Quant, m.Arch, m.Format = r.path(m.Name), r.path(m.Quant), r.path(m.Arch), r.path(m.Format)
	m.Path, m.Served, m.Origin = bench.Clean(baseName(m.Path)), r.path(m.Served), r.path(m.Origin)
	m.AlsoServed = eachText(m.AlsoServed, r.path)
	files := make([]bench.ModelFile, 0, len(m.Files))
	for _, f := range m.Files {
		f.Name, f.SHA256 = bench.Clean(baseName(f.Name)), bench.Clean(f.SHA256)
		files = append(files, f)
	}
	m.Files = files
	return m
}

// machine copies the machine without private texts, in all its fields. It leaves
// out where values were read, because that means something only on the machine
// itself. Part numbers, slots and PCI addresses stay, because they identify
// kinds of hardware, not owners.
func (r *redactor) machine(m bench.Machine, o Options) bench.Machine {
	if !o.HostName {
		m.HostName = ""
	}
	m.Sources = nil
	m = eachText(m, r.hardware)
	for i := range m.GPUs {
		m.GPUs[i].Sources = nil
	}
	return m
}

// plan is the session's plan with all jobs, including those added later,
// without paths of this machine.
func (r *redactor) plan(s *bench.Session) bench.Plan {
	p := s.Plan
	p.Session, p.Note, p.Jobs = r.path(p.Session), r.text(p.Note), []bench.Job{}
	p.Tuning = eachText(p.Tuning, r.text)
	for _, j := range s.Jobs {
		job := j.Job
		job.Model = undated(r.model(j.Model))
		if j.DraftModel != nil {
			draft := undated(r.model(*j.DraftModel))
			job.DraftModel = &draft
		}
		b := j.BuildUsed()
		job.Build = bench.EngineBuild{
			ID: bench.Clean(b.ID), Engine: r.path(b.Engine), Version: r.path(b.Version), Library: r.path(b.Library), Number: b.Number,
			Commit: r.path(b.Commit), Backends: r.each(b.Backends, r.path), Env: r.environment(b.Env), Inherited: r.environment(b.Inherited), Origin: r.path(b.Origin),
			VersionText: r.path(b.VersionText), Traits: eachText(b.Traits, r.path), Devices: r.devices(b.Devices),
		}
		if words, known := b.AddedWords(); known {
			job.Build.Added = r.each(words, r.argument)
		}
		job.Params = bench.Params{}
		for key, value := range j.Params {
			job.Params[bench.Clean(key)] = r.path(bench.ShownValue(key, value))
		}
		p.Jobs = append(p.Jobs, job)
	}
	return p
}

// undated leaves out when the files of a model that model returned were changed.
func undated(m bench.Model) bench.Model {
	for i := range m.Files {
		m.Files[i].Modified = time.Time{}
	}
	return m
}

// told are settings that a server told. A draft model keeps only its file's name.
func (r *redactor) told(list []bench.Told) []bench.Told {
	out := slices.Clone(list)
	for i, t := range out {
		out[i].Value = bench.ShownValue(t.Name, t.Value)
	}
	return eachText(out, r.text)
}

// devices are the devices of a build. The free memory of a device is left out,
// because it differs from start to start of one build.
func (r *redactor) devices(list []bench.Device) []bench.Device {
	out := eachText(list, r.hardware)
	for i := range out {
		out[i].FreeBytes = 0
	}
	return out
}

func (r *redactor) warning(w bench.Warning) bench.Warning {
	return bench.Warning{Code: bench.Clean(w.Code), Text: r.text(w.Text), Remedy: r.text(w.Remedy)}
}
