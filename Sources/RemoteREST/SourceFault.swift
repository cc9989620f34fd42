public import Outbound
public import Remote

/// Why a question to a source has no answer that can be used.
public enum SourceFault: Error, Sendable, Equatable {
    /// The source gave up on it, or its answer broke off: a smaller question may have an answer.
    case tooHeavy(String)
    case remote(RemoteError)

    public init(_ error: OutboundError, what: String) {
        self =
            switch error {
            case .timedOut(_, step: .connect), .connectionFailed, .unresolvable, .tls, .headTooLarge, .shutDown,
                .tooManyRedirects, .redirectRefused, .writeRedirected:
                .remote(.unavailable(what: what, detail: error.description))
            case .timedOut, .connectionLost, .truncated, .tooLarge, .malformedAnswer: .tooHeavy(error.description)
            case .invalidURL, .addressRefused, .linkRefused:
                .remote(.refusedAddress(error.description))
            case .rateLimited(let host, _): .remote(.rateLimited(host: host, until: nil))
            }
    }

    /// What is wrong with an answer that could not be read: one that was cut off may come whole when less is asked for.
    public static func unreadable(_ body: [UInt8], _ error: RemoteError) -> SourceFault {
        JSONText.isCut(body) ? .tooHeavy("its answer was cut off") : .remote(error)
    }

    /// The error a stage sees where nothing smaller can be asked.
    public func error(what: String) -> RemoteError {
        switch self {
        case .tooHeavy(let detail): .unavailable(what: what, detail: detail)
        case .remote(let error): error
        }
    }
}
