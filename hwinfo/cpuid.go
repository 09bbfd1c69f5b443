package hwinfo

import "github.com/klauspost/cpuid/v2"

// engineFeatures are the instruction sets by which engines choose their
// kernels. They are shown in this order.
var engineFeatures = []struct {
	id   cpuid.FeatureID
	name string
}{
	{cpuid.AVX, "AVX"},
	{cpuid.AVX2, "AVX2"},
	{cpuid.FMA3, "FMA"},
	{cpuid.F16C, "F16C"},
	{cpuid.AVXVNNI, "AVX-VNNI"},
	{cpuid.AVX512F, "AVX-512"},
	{cpuid.AVX512VNNI, "AVX-512-VNNI"},
	{cpuid.AVX512BF16, "AVX-512-BF16"},
	{cpuid.AMXINT8, "AMX-INT8"},
	{cpuid.AMXBF16, "AMX-BF16"},
	{cpuid.ASIMD, "NEON"},
	{cpuid.ASIMDDP, "DOTPROD"},
	{cpuid.FPHP, "FP16"},
	{cpuid.SVE, "SVE"},
}

func readCPUID() CPUID {
	c := cpuid.CPU
	out := CPUID{Brand: c.BrandName, Virtual: c.Has(cpuid.HYPERVISOR)}
	for _, f := range engineFeatures {
		if c.Has(f.id) {
			out.Features = append(out.Features, f.name)
		}
	}
	if out.Virtual {
		out.Hypervisor = hypervisorName(c.HypervisorVendorString)
	}
	return out
}

// hypervisorName turns the twelve letters of CPUID leaf 0x40000000 into a name.
func hypervisorName(id string) string {
	names := map[string]string{
		"KVMKVMKVM": "KVM", "Linux KVM Hv": "KVM", "Microsoft Hv": "Hyper-V", "VMwareVMware": "VMware",
		"XenVMMXenVMM": "Xen", "bhyve bhyve ": "bhyve", "bhyve bhyve": "bhyve", "VBoxVBoxVBox": "VirtualBox", "TCGTCGTCGTCG": "QEMU",
		"ACRNACRNACRN": "ACRN", "QNXQVMBSQG": "QNX", "prl hyperv": "Parallels", " lrpepyh vr": "Parallels", "lrpepyh vr": "Parallels",
	}
	if name, known := names[id]; known {
		return name
	}
	return id
}
