import Model
import Outbound
import Remote
import RemoteREST

extension CloudRemote {
    /// The heads of pull requests are asked for where git does not have them; the heads they had on the way are not:
    /// most are gone with the push that replaced them, and each would cost a request.
    func abbreviatedCommits(in payload: [UInt8], of collection: Collection) -> Set<AbbreviatedHash> {
        let found = CloudCommitHints.hashes(in: payload, of: collection)
        if collection == .pullRequests { hints.want(found) } else { hints.pass(found) }
        return found
    }

    func commit(named abbreviation: AbbreviatedHash) async throws(RemoteError) -> ObjectHash? {
        let what = "the commit \(abbreviation.hex)"
        // No answer rather than that there is none: it may yet become the head of a pull request.
        guard hints.isWorthAsking(abbreviation) else { throw .unavailable(what: what, detail: "it was not asked for") }
        do throws(SourceFault) {
            let url = reader.address.api("commit/\(abbreviation.hex)").with(query: [(name: "fields", value: "hash")])
            let answer = try await reader.get(url, what: what)
            if answer.status == 404 || answer.status == 410 { return nil }
            let commit: CloudUpdate.Side.Hash = try CloudReader.decoded(try answer.reading(what), what)
            guard let hash = commit.hash.flatMap({ ObjectHash($0) }), hash.hex.hasPrefix(abbreviation.hex) else {
                return nil
            }
            return hash
        } catch {
            throw error.error(what: what)
        }
    }

    /// Names that fit into one question.
    private static let namesAtOnce = 50

    /// The heads of pull requests whose branches are gone are the ends of histories beside the main one: one list shows
    /// them all. Where the source does not have one of them it names that, and the others are asked for again.
    func commits(
        named abbreviations: [AbbreviatedHash], outside branch: String?
    ) async throws(RemoteError) -> [AbbreviatedHash: ObjectHash?] {
        var open = Array(abbreviations.filter { hints.isWorthAsking($0) }.prefix(Self.namesAtOnce))
        var told: [AbbreviatedHash: ObjectHash?] = [:]
        while open.count > 1 {
            switch try await list(open, outside: branch) {
            case .hashes(let hashes):
                for name in open {
                    if let hash = hashes.first(where: { $0.hex.hasPrefix(name.hex) }) { told[name] = hash }
                }
                return told
            case .unknown(let names):
                let gone = open.filter { name in names.contains { $0.hasPrefix(name.hex) } }
                guard !gone.isEmpty else { return told }
                for name in gone { told.updateValue(nil, forKey: name) }
                open.removeAll { gone.contains($0) }
            }
        }
        return told
    }

    private enum Listed: Sendable {
        case hashes([ObjectHash])
        /// Of these there are no commits.
        case unknown([String])
    }

    private func list(
        _ names: [AbbreviatedHash], outside branch: String?
    ) async throws(RemoteError) -> Listed {
        let what = "\(names.count) commits of \(reader.address.fullName)"
        let excluded = branch.map { [(name: "exclude", value: $0)] } ?? []
        let url = reader.address.api("commits").with(
            query: names.map { (name: "include", value: $0.hex) } + excluded + [
                (name: "pagelen", value: "100"), (name: "fields", value: "values.hash"),
            ])
        do throws(SourceFault) {
            let answer = try await reader.get(url, what: what)
            if answer.status == 404 { return .unknown(CloudErrorBody.unknownCommits(in: answer.body)) }
            let page: CloudPage<CloudUpdate.Side.Hash> = try CloudReader.decoded(try answer.reading(what), what)
            return .hashes(page.read(.event).values.compactMap { $0.hash.flatMap { ObjectHash($0) } })
        } catch {
            throw error.error(what: what)
        }
    }
}
