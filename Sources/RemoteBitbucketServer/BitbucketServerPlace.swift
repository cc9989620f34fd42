import Model

/// The repository that is read, for what mappings must say of it.
struct BitbucketServerPlace: Sendable, Hashable {
    var host: BitbucketServerHost
    var repository: BitbucketServerRepositoryName

    func page(ofPullRequest number: Int64) -> String {
        "\(host.page(of: repository))/pull-requests/\(number)"
    }

    func page(ofComment comment: Int64, on number: Int64) -> String {
        "\(page(ofPullRequest: number))/overview?commentId=\(comment)"
    }

    func page(ofComment comment: Int64, on commit: ObjectHash) -> String {
        "\(host.page(of: repository))/commits/\(commit)?commentId=\(comment)"
    }
}
