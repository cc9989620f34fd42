import Foundation

/// Chance that can be repeated (SplitMix64).
struct Moments: RandomNumberGenerator, Sendable {
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// With the seed of `LANDFALL_KILL_SEED`, to see again what failed; else with one of its own.
    static func fresh() -> Moments {
        let wish = ProcessInfo.processInfo.environment["LANDFALL_KILL_SEED"].flatMap { UInt64($0) }
        return Moments(seed: wish ?? UInt64.random(in: 0...UInt64.max))
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func next(from lowest: Double, to highest: Double) -> Duration {
        .seconds(lowest + (highest - lowest) * Double(next() >> 11) / Double(1 << 53))
    }
}
