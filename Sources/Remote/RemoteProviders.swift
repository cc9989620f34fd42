public import Model
public import Outbound

/// All forges that are wired, each asked for its own kind of import.
public struct RemoteProviders: RemoteProvider {
    private let providers: [ImportKind: any RemoteProvider]

    public init(_ providers: [ImportKind: any RemoteProvider]) {
        self.providers = providers
    }

    private func provider(_ kind: ImportKind) -> (any RemoteProvider)? { providers[kind] }

    public func judge(hostname: String, kind: ImportKind) async throws(ProbeError) {
        guard let provider = provider(kind) else { throw .unreachable(Self.missing(kind)) }
        try await provider.judge(hostname: hostname, kind: kind)
    }

    public func probe(_ request: ProbeRequest) async throws(ProbeError) -> RepositoryFacts {
        guard let provider = provider(request.kind) else { throw .unreachable(Self.missing(request.kind)) }
        return try await provider.probe(request)
    }

    public func plan(_ request: ProbeRequest, settings: ImportSettings) async throws(ProbeError) -> SourcePlan {
        guard let provider = provider(request.kind) else { throw .unreachable(Self.missing(request.kind)) }
        return try await provider.plan(request, settings: settings)
    }

    public func remote(
        for source: ImportSource, credential: Secret, settings: ImportSettings
    ) throws(RemoteError) -> any Remote {
        guard let provider = provider(source.kind) else { throw .refusedAddress(Self.missing(source.kind)) }
        return try provider.remote(for: source, credential: credential, settings: settings)
    }

    private static func missing(_ kind: ImportKind) -> String { "imports of kind \(kind.rawValue) are not wired here" }
}
