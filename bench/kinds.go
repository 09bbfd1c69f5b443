package bench

// The names of facts in the journal. They never change.

func (SessionStarted) Kind() string    { return "SessionStarted" }
func (SessionResumed) Kind() string    { return "SessionResumed" }
func (SessionFinished) Kind() string   { return "SessionFinished" }
func (SessionPaused) Kind() string     { return "SessionPaused" }
func (SessionContinued) Kind() string  { return "SessionContinued" }
func (ControlTaken) Kind() string      { return "ControlTaken" }
func (MachineDescribed) Kind() string  { return "MachineDescribed" }
func (BandwidthMeasured) Kind() string { return "BandwidthMeasured" }
func (ReadingTaken) Kind() string      { return "ReadingTaken" }
func (JobAdded) Kind() string          { return "JobAdded" }
func (JobStarted) Kind() string        { return "JobStarted" }
func (JobRequeued) Kind() string       { return "JobRequeued" }
func (JobMoved) Kind() string          { return "JobMoved" }
func (JobFinished) Kind() string       { return "JobFinished" }
func (EngineStarted) Kind() string     { return "EngineStarted" }
func (EngineEnded) Kind() string       { return "EngineEnded" }
func (MemoryAllocated) Kind() string   { return "MemoryAllocated" }
func (ModelLoaded) Kind() string       { return "ModelLoaded" }
func (SettingsTold) Kind() string      { return "SettingsTold" }
func (PhaseEntered) Kind() string      { return "PhaseEntered" }
func (Progressed) Kind() string        { return "Progressed" }
func (SampleTaken) Kind() string       { return "SampleTaken" }
func (TestFinished) Kind() string      { return "TestFinished" }
func (TestFailed) Kind() string        { return "TestFailed" }
func (LineLogged) Kind() string        { return "LineLogged" }
func (Warned) Kind() string            { return "Warned" }
func (ModelHashed) Kind() string       { return "ModelHashed" }
func (BaselineTaken) Kind() string     { return "BaselineTaken" }
func (CooledDown) Kind() string        { return "CooledDown" }
func (RepetitionsAdded) Kind() string  { return "RepetitionsAdded" }
func (PrecisionJudged) Kind() string   { return "PrecisionJudged" }
func (SentinelFinished) Kind() string  { return "SentinelFinished" }
func (ClockMoved) Kind() string        { return "ClockMoved" }
func (StoodStill) Kind() string        { return "StoodStill" }
func (ScatterLearned) Kind() string    { return "ScatterLearned" }
func (SpeedExpected) Kind() string     { return "SpeedExpected" }
func (SessionImported) Kind() string   { return "SessionImported" }
