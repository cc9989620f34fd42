import Foundation
import Synchronization

/// A small GitHub with sample projects in it, in place of the real one: REST, GraphQL and git over HTTP.
///
/// Get one with ``withStandInGitHub(_:configuration:logger:_:)``. It answers in the style of GitHub Enterprise
/// (`/api/v3`, `/api/graphql`) and at the root as api.github.com does. All it offers here may be called from any
/// task.
public final class StandInGitHub: StandIn {
    /// What it was started with.
    public let configuration: StandInConfiguration
    /// The address it listens on, such as `http://127.0.0.1:40123`; git is at `\(url)/OWNER/NAME.git`.
    public let url: String
    /// The address of its storage of files, which is another origin.
    public let storageURL: String
    let state: Mutex<StandInState>

    init(_ hosted: [HostedProject], configuration: StandInConfiguration, port: Int, storagePort: Int) {
        self.configuration = configuration
        url = "http://\(configuration.host):\(port)"
        storageURL = "http://\(configuration.host):\(storagePort)"
        var state = StandInState()
        state.traffic.latency = configuration.latency
        state.gists = configuration.gists
        for token in configuration.tokens { state.tokens[token.value] = token }
        for project in hosted { state.hosted[project.project.repository.fullName.lowercased()] = project }
        self.state = Mutex(state)
    }

    /// The address of the Enterprise-style REST API, without a slash at its end.
    public var apiURL: String { "\(url)/api/v3" }

    // MARK: What goes wrong

    /// Refuses a token from now on.
    public func revoke(_ token: StandInToken) {
        state.withLock { $0.tokens[token.value] = nil }
    }

    /// Accepts a token from now on.
    public func accept(_ token: StandInToken) {
        state.withLock { $0.tokens[token.value] = token }
    }

    /// Leaves a token no requests and no points until `seconds` from now.
    public func exhaust(_ token: StandInToken?, seconds: Int) {
        state.withLock { $0.exhaust(token, seconds: seconds, configuration) }
    }

    /// Gives every token its whole budget again.
    public func refill() {
        state.withLock { $0.refillBuckets() }
    }

    // MARK: What it holds

    /// The project as it is now; nil when there is none with this `owner/name`.
    public func project(_ fullName: String) -> SampleProject? {
        hosted(fullName)?.project
    }

    /// Changes a project while it is served. Git content stays as it was at the start: what is added must do with the
    /// commits there are.
    public func change(_ fullName: String, _ change: (inout SampleProject) -> Void) {
        state.withLock { state in
            guard let hosted = state.hosted[fullName.lowercased()] else { return }
            var project = hosted.project
            change(&project)
            state.hosted[fullName.lowercased()] = HostedProject(project, content: hosted.content)
        }
    }

    /// Makes a repository vanish, as when it is deleted: REST, GraphQL and git know it no more.
    public func remove(_ fullName: String) {
        state.withLock { $0.hosted[fullName.lowercased()] = nil }
    }

    /// Everything there is to import of a project, as it is now.
    public func truth(_ fullName: String) -> SampleTruth? {
        hosted(fullName).map { SampleTruth($0.project, commits: $0.content.commits) }
    }

    /// The changes GitHub shows above a review comment of a project.
    public func diffHunk(_ fullName: String, reviewComment: SampleReviewComment) -> String? {
        reviewComment.diffHunk ?? hosted(fullName)?.content.hunks[reviewComment.id]?.text
    }

    func hosted(_ fullName: String) -> HostedProject? {
        state.withLock { $0.hosted[fullName.lowercased()] }
    }

    func hosted(id: Int) -> HostedProject? {
        state.withLock { state in state.hosted.values.first { $0.project.repository.id == id } }
    }
}
