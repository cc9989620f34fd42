import Foundation

/// How long tests go on that usually try a few things only: `make soak` says it.
public enum Soak {
    /// Seconds for each group of such tests, by `LANDFALL_SOAK_SECONDS`; `nil` in an ordinary run.
    public static let seconds = ProcessInfo.processInfo.environment["LANDFALL_SOAK_SECONDS"].flatMap { Double($0) }
}
