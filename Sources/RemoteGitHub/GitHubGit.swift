import Model
import Outbound
import Remote

extension GitAccess {
    /// A repository on GitHub, with its wiki beside it.
    init(_ source: ImportSource, token: Secret) {
        let base = source.cloneURL.hasSuffix(".git") ? String(source.cloneURL.dropLast(4)) : source.cloneURL
        self.init(
            credential: .basic(user: "x-access-token", token), pullRequestHeads: "refs/pull/*/head",
            wikiURL: base + ".wiki.git")
    }
}
