import Foundation
import Git
import Importer
import Model
import Outbound
import Remote
import RemoteREST
import StandIns
import Store

/// A stand-in that stays, and a fresh engine for each import from it.
struct MatrixBench: Sendable {
    let source: MatrixSource
    let secret: String
    let inject: @Sendable (StandInFault) -> Void
    /// Makes everything well again: no faults, valid credentials, full budgets.
    let mend: @Sendable () -> Void
    /// Faults that have struck.
    let strikes: @Sendable () -> Int
    let requests: @Sendable () -> [StandInRequest]
    /// Runs a test with an engine and an import that was asked for and has not begun.
    let with:
        @Sendable (
            Engine.Options, ImportSettings, @escaping @Sendable (any ImportEngine, Import, Secret) async throws -> Void
        ) async throws -> Void

    /// Runs a test with a bench of the source's sample project.
    static func at<Result: Sendable>(
        _ source: MatrixSource, _ test: @escaping @Sendable (MatrixBench) async throws -> Result
    ) async throws -> Result {
        switch source {
        case .gitHub:
            try await withStandInGitHub(lantern) { standIn in
                standIn.addAttachments()
                return try await test(gitHub(standIn))
            }
        case .bitbucketServer: try await withStandInBitbucket(face: .server) { try await test(bitbucket($0, source)) }
        case .bitbucketCloud: try await withStandInBitbucket(face: .cloud) { try await test(bitbucket($0, source)) }
        }
    }

    /// With somebody of whom no query tells by the way what they are called.
    private static var lantern: SampleProject {
        var project = SampleProject.lantern()
        project.addUser(SampleUser(login: "silent-watch", name: "Silent Watch", role: .read))
        return project
    }

    private static func gitHub(_ standIn: StandInGitHub) -> MatrixBench {
        MatrixBench(
            source: .gitHub, secret: StandInToken.owner.value, inject: { standIn.inject($0) },
            mend: {
                standIn.clearFaults()
                standIn.accept(.owner)
                standIn.refill()
            }, strikes: { standIn.counts.faults }, requests: { standIn.requests },
            with: { options, settings, test in
                standIn.resetCounts()
                try await Engine.with(standIn, options) { engine in
                    let secret = Secret(StandInToken.owner.value)
                    let record = try await engine.requests.accept(
                        ImportRequest(
                            probe: ProbeRequest(
                                kind: .github, hostname: standIn.url, repository: .fullName(Engine.lantern),
                                credential: secret, wantsCollaborators: true),
                            namespace: engine.group, requestedBy: engine.root, newName: nil, settings: settings)
                    ).1
                    try await test(engine, record, secret)
                }
            })
    }

    private static func bitbucket(_ standIn: StandInBitbucket, _ source: MatrixSource) -> MatrixBench {
        let account: BitbucketAccount = source == .bitbucketServer ? .keeper : .cloudKeeper
        return MatrixBench(
            source: source, secret: account.secret, inject: { standIn.inject($0) },
            mend: {
                standIn.clearFaults()
                standIn.accept(account)
                standIn.refill()
            }, strikes: { standIn.counts.faults }, requests: { standIn.requests },
            with: { options, settings, test in
                standIn.resetCounts()
                try await BitbucketEngine.with(standIn, options) { engine in
                    let record = try await engine.accept(settings: settings)
                    try await test(engine, record, try engine.secret(account))
                }
            })
    }
}
