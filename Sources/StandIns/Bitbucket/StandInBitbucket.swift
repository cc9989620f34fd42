import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// A small Bitbucket with a sample project in it, in place of a real one: a Server's or Cloud's REST, git over HTTP and
/// git-lfs.
///
/// Get one with ``withStandInBitbucket(_:face:configuration:logger:_:)``. All it offers here may be called from any
/// task.
public final class StandInBitbucket: StandIn {
    /// Which of the two it stands in for.
    public enum Face: String, Sendable, CaseIterable {
        /// Bitbucket Server and Data Center.
        case server
        case cloud
    }

    public let face: Face
    /// What it was started with.
    public let configuration: BitbucketConfiguration
    /// A Server's address with its context path; of Cloud the address of the API, with `/2.0`.
    public let url: String
    /// Where Cloud's pages and git are; of a Server the same as ``url``.
    public let webURL: String
    let state: Mutex<BitbucketState>

    init(
        _ project: BitbucketProject, content: BitbucketContent, face: Face, configuration: BitbucketConfiguration,
        ports: [Int]
    ) {
        self.face = face
        self.configuration = configuration
        let origins = ports.map { "http://\(configuration.host):\($0)" }
        url = face == .server ? "\(origins[0])\(configuration.contextPath)" : "\(origins[0])/2.0"
        webURL = face == .server ? url : origins[origins.count - 1]
        var state = BitbucketState(hosted: HostedBitbucket(project: project, content: content))
        state.traffic.latency = configuration.latency
        state.accounts = configuration.accounts
        self.state = Mutex(state)
    }

    // MARK: What it holds

    /// The project as it is now.
    public var project: BitbucketProject { hosted.project }

    /// The id of a commit by its position in the history.
    public func commit(_ position: Int) -> String { hosted.content.commit(position) }

    /// The head of a pull request, which git may not have.
    public func head(of pull: BitbucketPullRequest) -> String { hosted.head(of: pull) }

    /// Changes the project while it is served. Git content stays as it was at the start.
    public func change(_ change: (inout BitbucketProject) -> Void) {
        state.withLock { change(&$0.hosted.project) }
    }

    /// Makes the repository vanish, as when it is deleted.
    public func remove() {
        state.withLock { $0.isGone = true }
    }

    /// A text of the sample as this face writes it.
    public func text(_ text: String) -> String { answersText(hosted).render(text) }

    /// Refuses an account from now on.
    public func revoke(_ account: BitbucketAccount) {
        state.withLock { $0.accounts.removeAll { $0.name == account.name } }
    }

    /// Takes an account from now on.
    public func accept(_ account: BitbucketAccount) {
        state.withLock { state in
            state.accounts.removeAll { $0.name == account.name }
            state.accounts.append(account)
        }
    }

    /// Gives every account its whole budget again.
    public func refill() {
        state.withLock { $0.buckets = [:] }
    }

    var hosted: HostedBitbucket { state.withLock { $0.hosted } }
}

/// Everything about a stand-in Bitbucket that changes while it runs.
struct BitbucketState: Sendable {
    var hosted: HostedBitbucket
    var isGone = false
    var accounts: [BitbucketAccount] = []
    var traffic = StandInTraffic()
    /// By name of the account, empty for none.
    var buckets: [String: RateBucket] = [:]

    init(hosted: HostedBitbucket) {
        self.hosted = hosted
    }
}

/// A project with its git content.
struct HostedBitbucket: Sendable {
    var project: BitbucketProject
    let content: BitbucketContent

    func head(of pull: BitbucketPullRequest) -> String {
        pull.lostHead ?? content.commit(pull.commits.last ?? pull.base)
    }
}
