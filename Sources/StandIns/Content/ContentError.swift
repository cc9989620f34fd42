/// Why the git content of a sample project could not be made.
public enum ContentError: Error, CustomStringConvertible {
    /// `git` ended with a status other than 0.
    case gitFailed(command: String, message: String)
    /// A review comment is on a line that its commit did not change and that is not near a change either.
    case lineNotInChanges(comment: Int, path: String)
    /// A file or folder could not be made or read.
    case files(path: String)

    public var description: String {
        switch self {
        case .gitFailed(let command, let message):
            "git \(command) failed while the sample project was made: \(message). Is git installed and is there room "
                + "in the temporary directory?"
        case .lineNotInChanges(let comment, let path):
            "review comment \(comment) is on a line of \(path) outside the changes; give it another line"
        case .files(let path): "cannot make or read \(path); check the temporary directory"
        }
    }
}
