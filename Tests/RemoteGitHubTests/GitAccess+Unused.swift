import Outbound
import Remote

extension GitAccess {
    /// For tests in which git is not read.
    static let unused = GitAccess(credential: .headers([:]), pullRequestHeads: "refs/pull/*/head", wikiURL: nil)
}
