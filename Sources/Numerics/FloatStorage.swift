#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A run of floats that several `Matrix` values may share: memory of our own, or a piece of a mapped file.
///
/// `Matrix` is the only reader and writer. It writes only to storage which it alone refers to, so a shared or mapped
/// run never changes.
@safe
package final class FloatStorage: @unchecked Sendable {
  // Sendable: the pointer is fixed at init, and `Matrix` writes through it only while holding the sole reference.
  package let base: UnsafeMutablePointer<Float>
  package let count: Int
  /// What keeps mapped memory alive; nil for memory of our own.
  private let owner: (any AnyObject & Sendable)?

  package var isMapped: Bool { owner != nil }

  /// Uninitialised memory, aligned to a cache line (AVX-512 loads one in a single piece).
  package init(uninitialized count: Int) {
    self.count = count
    owner = nil
    let bytes = max(64, (count * MemoryLayout<Float>.stride + 63) & ~63)
    guard let memory = unsafe aligned_alloc(64, bytes) else { OutOfMemory.end(bytes: bytes) }
    unsafe base = memory.bindMemory(to: Float.self, capacity: count)
  }

  /// `count` floats at `address`, which stay readable and unchanged as long as `owner` lives.
  package init(mapped address: UnsafePointer<Float>, count: Int, owner: any AnyObject & Sendable) {
    self.count = count
    self.owner = owner
    unsafe base = UnsafeMutablePointer(mutating: address)
  }

  deinit { if owner == nil { unsafe free(base) } }
}
