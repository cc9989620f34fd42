import Model
import Outbound
import Remote
import RemoteREST

extension GitHubReader {
    /// Everybody with a role in the repository, in one page put together from three lists: who is an outside
    /// collaborator is in one of them, and decides what becomes of a row in another.
    func collaborators() async throws(SourceFault) -> RemotePage {
        let direct = try await every("collaborators", [(name: "affiliation", value: "direct")])
        guard let direct else { return Self.page([], hidden: ["collaborators"]) }
        let outside = try await every("collaborators", [(name: "affiliation", value: "outside")])
        // A repository of a person has no teams, and answers as if it had no such list.
        let teams = try await every("teams", [], isEverywhere: false)
        let lists = [("direct", direct), ("outside", outside ?? []), ("teams", teams ?? [])]
        return Self.page(
            lists, hidden: (outside == nil ? ["outside collaborators"] : []) + (teams == nil ? ["teams"] : []))
    }

    /// All rows of a short list; `nil` where GitHub does not show it.
    /// - Parameter isEverywhere: whether every repository has it; where not, one that denies it has none.
    func every(
        _ path: String, _ query: [(name: String, value: String)], isEverywhere: Bool = true
    ) async throws(SourceFault) -> [UInt8]? {
        let reading = try await settled(pages: \.pages) { () async throws(SourceFault) in
            try await read(path, query, isEverywhere: isEverywhere)
        }
        return reading.rows
    }

    private struct ListReading: Equatable {
        var rows: [UInt8]?
        var pages: Int
    }

    private func read(
        _ path: String, _ query: [(name: String, value: String)], isEverywhere: Bool
    ) async throws(SourceFault) -> ListReading {
        var rows: [[UInt8]] = []
        var number = 1
        while true {
            let size = (name: "per_page", value: "100")
            let place = number == 1 ? [] : [(name: "page", value: String(number))]
            let request = GitHubRequest(
                url: GitHubRepository.url(repositoryID, at: host).appending(path: path)
                    .with(query: query + [size] + place),
                what: "the \(path.replacing("/", with: " ")) of \(name)")
            let answer = try await transport.send(request)
            if answer.status == 403 { return ListReading(rows: nil, pages: 1) }
            if answer.status == 404 || answer.status == 410 {
                return ListReading(rows: isEverywhere ? nil : [], pages: 1)
            }
            let body = try answer.successful(request.what)
            guard let content = Self.content(of: body) else { throw .tooHeavy("its answer is damaged") }
            if !content.isEmpty { rows.append(Array(content)) }
            guard try next(answer) else { break }
            number += 1
        }
        return ListReading(rows: Array(rows.joined(separator: [UInt8(ascii: ",")])), pages: number)
    }

    private func next(_ answer: SourceAnswer) throws(SourceFault) -> Bool {
        do {
            return try GitHubLinks(answer.link, from: answer.url).next != nil
        } catch {
            throw .remote(error)
        }
    }

    private static func page(_ lists: [(String, [UInt8])], hidden: [String]) -> RemotePage {
        var body = Array("{".utf8)
        for (name, rows) in lists { body += Array("\"\(name)\":[".utf8) + rows + Array("],".utf8) }
        let names = hidden.map { "\"\($0)\"" }.joined(separator: ",")
        return RemotePage(payload: body + Array("\"hidden\":[\(names)]}".utf8), following: [])
    }
}
