/// Random numbers that are the same for the same seed, here and on every machine (SplitMix64, Steele and others, 2014).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    /// The numbers of one input of a run, whatever the inputs before it took.
    public init(seed: UInt64, input: Int) {
        var mixing = SeededGenerator(seed: seed &+ UInt64(truncatingIfNeeded: input) &* 0xD1B5_4A32_D192_ED03)
        state = mixing.next()
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 on, below `limit`, which is at least 1.
    public mutating func number(below limit: Int) -> Int {
        Int(next() % UInt64(max(1, limit)))
    }

    /// Whether something happens that does so once in `times`.
    public mutating func once(in times: Int) -> Bool { number(below: times) == 0 }

    /// One of several; `nil` of none.
    public mutating func pick<Choices: RandomAccessCollection>(_ choices: Choices) -> Choices.Element? {
        choices.isEmpty ? nil : choices[choices.index(choices.startIndex, offsetBy: number(below: choices.count))]
    }
}
