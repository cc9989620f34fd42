// What the fog horn sounds like: too large for git itself.
extension SampleProject {
    mutating func addLanternLargeFiles() {
        addLargeFiles(
            [
                SampleLargeFile(path: "sounds/fog-horn.bin", content: Self.recording(bytes: 48_000, seed: 7)),
                SampleLargeFile(path: "sounds/bell.bin", content: Self.recording(bytes: 1_500, seed: 11)),
            ], branch: "recordings", by: "mira-keel")
    }

    /// The same bytes in every run.
    private static func recording(bytes: Int, seed: UInt32) -> [UInt8] {
        var state = seed
        return (0..<bytes).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(truncatingIfNeeded: state >> 24)
        }
    }
}
