import Foundation

/// Writes the sample's texts in the forms of one face.
struct BitbucketTexts: Sendable {
    let face: StandInBitbucket.Face
    let web: String
    let hosted: HostedBitbucket

    private var project: BitbucketProject { hosted.project }

    func render(_ text: String) -> String {
        BitbucketText.render(text) { kind, value in
            switch kind {
            case "@": project.person(value).map { mention($0) }
            case "pr:": "\(home)/pull-requests/\(value)"
            case "issue:": "\(home)/issues/\(value)"
            case "commit:": Int(value).map { "\(home)/commits/\(hosted.content.commit($0))" }
            case "file:": project.file(value).map { address(of: $0) }
            case "src:": source(value)
            default: nil
            }
        }
    }

    /// Address of the repository's pages.
    private var home: String {
        face == .server
            ? "\(web)/projects/\(project.key)/repos/\(project.slug)" : "\(web)/\(project.workspace)/\(project.slug)"
    }

    private func mention(_ person: BitbucketPerson) -> String {
        guard face == .server else { return "@{\(person.accountID)}" }
        let isPlain = person.name.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
        return isPlain ? "@\(person.name)" : "@\"\(person.name)\""
    }

    private func source(_ path: String) -> String {
        face == .server
            ? "\(home)/browse/\(path)?at=refs%2Fheads%2F\(project.defaultBranch)"
            : "\(home)/src/\(project.defaultBranch)/\(path)"
    }

    /// What texts say of a file: a Server its id in its own form, Cloud a full address.
    func address(of file: BitbucketFile) -> String {
        switch face {
        case .server: "attachment:\(project.id)/\(Self.escaped(Self.identifier(of: file)))"
        case .cloud where file.isImage: "\(web)/repo/\(Self.folder(of: file))/images/\(Self.escaped(file.name))"
        case .cloud: "\(web)/bbuseruploads/\(Self.folder(of: file))/attachments/\(Self.escaped(file.name))"
        }
    }

    /// A Server's id of an attachment: a folder and the file's name.
    static func identifier(of file: BitbucketFile) -> String { "\(folder(of: file))/\(file.name)" }

    static func folder(of file: BitbucketFile) -> String { String(file.sha256.prefix(10)) }

    /// All but plain letters and digits in percents, slashes too.
    static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~"))) ?? text
    }
}

extension StandInBitbucket {
    func answersText(_ hosted: HostedBitbucket) -> BitbucketTexts {
        BitbucketTexts(face: face, web: webURL, hosted: hosted)
    }
}
