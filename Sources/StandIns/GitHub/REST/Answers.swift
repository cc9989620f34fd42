/// Writes the objects of a project as GitHub's REST API gives them. A file for each kind of object.
struct Answers: Sendable {
    let hosted: HostedProject
    let addresses: Addresses

    var project: SampleProject { hosted.project }
    /// Address of the repository in the API.
    var api: String { "\(addresses.api)/repos/\(project.repository.fullName)" }
    /// Address of the repository's page.
    var web: String { "\(addresses.web)/\(project.repository.fullName)" }

    func node(_ kind: NodeID.Kind, _ number: Int) -> JSONValue {
        .string(NodeID(kind, in: project.repository.id, number).text)
    }

    /// The roll-up of reactions below a text.
    func reactions(_ reactions: [SampleReaction], at address: String) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "url", value: .string("\(address)/reactions")),
            .init(key: "total_count", value: .int(reactions.count)),
        ]
        for content in SampleReaction.Content.allCases {
            let count = reactions.count { $0.content == content }
            members.append(.init(key: content.rawValue, value: .int(count)))
        }
        return .object(members)
    }

    /// GitHub's word for what an author is to the repository.
    func association(_ login: String?) -> JSONValue {
        guard let login, let user = hosted.user(login) else { return "NONE" }
        switch user.role {
        case .admin, .maintain: return "MEMBER"
        case .write, .triage: return "COLLABORATOR"
        default: return user.kind == .user ? "CONTRIBUTOR" : "NONE"
        }
    }
}
