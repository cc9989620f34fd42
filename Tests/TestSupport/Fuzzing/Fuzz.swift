import Foundation

/// Tries a reader on inputs that nobody thought of: changed from real ones at random, and the same every time for the
/// same seed.
///
/// How many is said by `LANDFALL_FUZZ_INPUTS` (10,000 in a thorough run; without it as many as fit into a test run), from
/// which seed by `LANDFALL_FUZZ_SEED`. A trap ends the whole process: the input under way is therefore kept in a file,
/// whose path stands on the first line that a target prints.
public struct Fuzz: Sendable {
    private let target: String
    private let mutator: Mutator
    private let seeds: [[UInt8]]
    private let inputs: Int
    private let seed: UInt64
    private let form: Mutator.Form

    /// Processor time one input may take. Hundreds of times what it takes: what grows with the square of its length gets
    /// there, a machine with much to do does not.
    private let longest: Double

    /// - Parameters:
    ///   - target: names what is tried, in words fit for a file's name.
    ///   - seeds: real inputs, which are tried as they are first.
    ///   - words: what means something to the reader.
    ///   - share: how many inputs, measured by others: less than 1 for what takes long.
    ///   - longest: seconds of processor time for one input.
    public init(
        _ target: String, _ form: Mutator.Form = .bytes, seeds: [[UInt8]], words: [String] = [], share: Double = 1,
        maximumBytes: Int = 65_536, longest: Double = 5
    ) {
        self.target = target
        self.form = form
        self.seeds = seeds
        self.longest = longest
        mutator = Mutator(form, seeds: seeds, words: words, maximumBytes: maximumBytes)
        inputs = Self.inputs(share: share)
        // FNV-1a: targets get numbers of their own.
        seed = target.utf8.reduce(Self.seed ^ 0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    /// The seed that is wanted, for tests that make their own inputs.
    public static var seed: UInt64 {
        ProcessInfo.processInfo.environment["LANDFALL_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1
    }

    /// How many inputs are wanted, for tests that make their own.
    public static func inputs(share: Double) -> Int {
        let wanted = ProcessInfo.processInfo.environment["LANDFALL_FUZZ_INPUTS"].flatMap { Int($0) } ?? 200
        return max(1, Int(Double(wanted) * share))
    }

    public init(
        _ target: String, _ form: Mutator.Form = .bytes, texts: [String], words: [String] = [], share: Double = 1,
        maximumBytes: Int = 65_536, longest: Double = 5
    ) {
        self.init(
            target, form, seeds: texts.map { Array($0.utf8) }, words: words, share: share, maximumBytes: maximumBytes,
            longest: longest)
    }

    /// Shows each input to `check`, which throws what is wrong.
    /// - Throws: ``FuzzFailure`` with the smallest input found that fails.
    public func run(_ check: ([UInt8]) throws -> Void) throws {
        let record = try InputRecord(target)
        defer { record.remove() }
        var slowest = 0.0
        for number in 0..<(seeds.count + inputs) {
            let input = self.input(number)
            record.keep(input)
            slowest = max(slowest, try judge(input, number, check))
        }
        if ProcessInfo.processInfo.environment["LANDFALL_FUZZ_INPUTS"] != nil {
            let slow = String(format: "%.3f", slowest)
            print("fuzz \(target): \(seeds.count + inputs) inputs, the slowest took \(slow) s")
        }
    }

    private func input(_ number: Int) -> [UInt8] {
        if number < seeds.count { return seeds[number] }
        var random = SeededGenerator(seed: seed, input: number)
        return mutator.input(&random)
    }

    private func judge(_ input: [UInt8], _ number: Int, _ check: ([UInt8]) throws -> Void) throws -> Double {
        let start = Self.processorTime
        do {
            try check(input)
        } catch {
            let smallest = Shrinker(form).smallest(input, failing: error, check)
            throw FuzzFailure(target: target, number: number, input: smallest, what: "\(error)")
        }
        let took = Self.processorTime - start
        guard took <= longest else {
            throw FuzzFailure(target: target, number: number, input: input, what: "it took \(took) s")
        }
        return took
    }

    /// Of this thread, so that a busy machine does not count.
    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// What a check of ``Fuzz`` throws where something does not hold.
public struct Broken: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}

/// Throws where something that must hold does not.
public func hold(_ holds: Bool, _ what: @autoclosure () -> String) throws {
    if !holds { throw Broken(what()) }
}

/// An input that breaks something.
public struct FuzzFailure: Error, CustomStringConvertible {
    public let target: String
    public let number: Int
    public let input: [UInt8]
    public let what: String

    public var description: String {
        let seed = ProcessInfo.processInfo.environment["LANDFALL_FUZZ_SEED"] ?? "1"
        let shown = String(decoding: input.prefix(4_000), as: UTF8.self).debugDescription
        return "\(target), input \(number) of LANDFALL_FUZZ_SEED=\(seed): \(what)\n\(input.count) bytes: \(shown)"
    }
}

/// Keeps the input under way where it is found after a trap.
private struct InputRecord {
    private let path: String
    private let handle: FileHandle

    init(_ target: String) throws {
        let name = target.map { $0.isLetter || $0.isNumber ? $0 : "-" }
        let folder = FileManager.default.temporaryDirectory
        path = folder.appending(path: "landfall-fuzz-\(String(name))-\(getpid())").path
        try Data().write(to: URL(fileURLWithPath: path))
        handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        print("fuzz \(target): the input under way is in \(path)")
        fflush(nil)
    }

    func keep(_ input: [UInt8]) {
        let descriptor = handle.fileDescriptor
        _ = input.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        ftruncate(descriptor, off_t(input.count))
    }

    func remove() {
        try? handle.close()
        try? FileManager.default.removeItem(atPath: path)
    }
}
