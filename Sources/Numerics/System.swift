import CMindstateBLAS
import CMindstateKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What decides the speed of this process on this machine.
package enum System {
  /// An instruction set extension of x86-64.
  package enum Feature: String, Sendable, CaseIterable {
    case avx2, fma, avx512f, avx512bw, avx512dq, avx512vl

    var bit: UInt32 {
      let bits =
        switch self {
        case .avx2: MS_CPU_AVX2
        case .fma: MS_CPU_FMA
        case .avx512f: MS_CPU_AVX512F
        case .avx512bw: MS_CPU_AVX512BW
        case .avx512dq: MS_CPU_AVX512DQ
        case .avx512vl: MS_CPU_AVX512VL
        }
      return UInt32(bits)
    }
  }

  /// The extensions which processor and operating system support; empty off x86-64.
  package static var features: Set<Feature> {
    let bits = ms_cpu_features()
    return Set(Feature.allCases.filter { bits & $0.bit != 0 })
  }

  /// Bytes of memory that the machine has; nil where that cannot be found out.
  package static var physicalMemory: Int? {
    let bytes = ms_physical_memory()
    return bytes == 0 ? nil : Int(clamping: bytes)
  }

  /// The processor for which the loaded OpenBLAS chose its kernels, as "Haswell", "Zen", "SkylakeX".
  package static var blasCore: String { unsafe text(openblas_get_corename()) }

  /// Version and build settings of the loaded OpenBLAS.
  package static var blasConfiguration: String { unsafe text(openblas_get_config()) }

  /// The environment variable that overrides OpenBLAS's choice; it is read when the library loads.
  package static let coreTypeVariable = "OPENBLAS_CORETYPE"

  /// The value of `coreTypeVariable` with which sgemm would be faster here; nil if there is none.
  ///
  /// OpenBLAS chooses by processor name. A version older than the processor takes AVX2 kernels and leaves AVX-512
  /// idle, at about half the speed. A setting of the user's is never questioned.
  package static var betterCoreType: String? {
    let isSet = unsafe getenv(coreTypeVariable) != nil
    return isSet ? nil : betterCoreType(than: blasCore, features: features)
  }

  /// The decision itself: SKYLAKEX, OpenBLAS's plain AVX-512 kernels, if the processor has all they use and `core`
  /// has none.
  package static func betterCoreType(than core: String, features: Set<Feature>) -> String? {
    let withAVX512 = ["skylakex", "cooperlake", "sapphirerapids"]
    let needed: Set<Feature> = [.avx512f, .avx512bw, .avx512dq, .avx512vl]
    return features.isSuperset(of: needed) && !withAVX512.contains(core.lowercased()) ? "SKYLAKEX" : nil
  }

  /// Large arrays come and go with every fold and layer. glibc hands each back to the system when it is freed, and takes
  /// its pages anew, cleared, for the next. With this, up to `bytes` stay with the process. A choice for a program to make,
  /// so no library of this package does. Who sets glibc's MALLOC_ variables keeps that setting.
  package static func keepFreedMemory(_ bytes: Int = 512 << 20) { ms_keep_freed_memory(bytes) }

  private static func text(_ string: UnsafeMutablePointer<CChar>?) -> String {
    guard let string = unsafe string else { return "unknown" }
    return unsafe String(cString: string)
  }
}
