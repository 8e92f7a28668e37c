import MindstateNumerics
import Testing

@Suite struct SystemTests {
  let avx512: Set<System.Feature> = [.avx512f, .avx512bw, .avx512dq, .avx512vl]

  @Test(arguments: ["Haswell", "Zen", "Nehalem", "Prescott", "unknown"])
  func prefersSkylakeXWhereAVX512LiesIdle(_ core: String) {
    #expect(System.betterCoreType(than: core, features: avx512.union([.avx2, .fma])) == "SKYLAKEX")
    #expect(System.betterCoreType(than: core, features: [.avx2, .fma]) == nil)
    for one in avx512 { #expect(System.betterCoreType(than: core, features: avx512.subtracting([one])) == nil) }
  }

  @Test(arguments: ["SkylakeX", "Cooperlake", "SapphireRapids", "SKYLAKEX"])
  func leavesAVX512KernelsAlone(_ core: String) {
    #expect(System.betterCoreType(than: core, features: avx512) == nil)
  }

  @Test func namesTheLoadedLibrary() {
    #expect(!System.blasCore.isEmpty && System.blasConfiguration.contains("OpenBLAS"))
  }

  @Test func avx512ImpliesAVX2() {
    if System.features.contains(.avx512f) { #expect(System.features.isSuperset(of: [.avx2, .fma])) }
  }
}
