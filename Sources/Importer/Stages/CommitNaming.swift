import Git
import Model
import Remote
import Store

/// Makes drafts of pages whose commits the source names in short: git tells the whole names, and of what git does not
/// have the source is asked, once.
struct CommitNaming: Sendable {
    let run: ImportRun

    /// Commits of which the source is asked, in one import.
    private static let largestNumberAsked = 5000
    private static let asksAtOnce = 8

    /// - Throws: ``RemoteError`` of the mapping, and where the source's refusal ends the import.
    func map(_ payload: [UInt8], of collection: Collection) async throws -> MappedPage {
        guard run.remote.abbreviatesCommits else {
            return try run.remote.map(payload, of: collection, naming: .none)
        }
        let names = try await names(run.remote.abbreviatedCommits(in: payload, of: collection))
        return try run.remote.map(payload, of: collection, naming: names)
    }

    private func names(_ abbreviations: Set<AbbreviatedHash>) async throws -> CommitNames {
        guard !abbreviations.isEmpty else { return .none }
        let project = run.record.projectID
        let asked = try await run.services.store.read { connection in
            try CommitAbbreviations.find(abbreviations, project: project, in: connection)
        }
        var names = asked.compactMapValues(\.self)
        let open = abbreviations.filter { asked[$0] == nil }.sorted()
        let repository = run.services.repositories.project(project)
        let found = repository.exists ? try await repository.commits(beginningWith: open) : [:]
        names.merge(found) { first, _ in first }
        names.merge(try await askSource(for: open.filter { found[$0] == nil })) { first, _ in first }
        return CommitNames(names)
    }

    private func askSource(for open: [AbbreviatedHash]) async throws -> [AbbreviatedHash: ObjectHash] {
        guard !open.isEmpty else { return [:] }
        let project = run.record.projectID
        let asked = try await run.services.store.read { try CommitAbbreviations.count(project: project, in: $0) }
        let asking = Array(open.prefix(max(0, Self.largestNumberAsked - asked)))
        let together = try await askTogether(for: asking)
        return try await withThrowingTaskGroup(of: (AbbreviatedHash, ObjectHash?).self) { group in
            var names = together.compactMapValues(\.self)
            for (index, abbreviation) in asking.filter({ together[$0] == nil }).enumerated() {
                if index >= Self.asksAtOnce, let (name, commit) = try await group.next() { names[name] = commit }
                group.addTask { (abbreviation, try await ask(for: abbreviation)) }
            }
            for try await (name, commit) in group { names[name] = commit }
            return names
        }
    }

    private func askTogether(for open: [AbbreviatedHash]) async throws -> [AbbreviatedHash: ObjectHash?] {
        var told: [AbbreviatedHash: ObjectHash?] = [:]
        do throws(RemoteError) {
            told = try await run.remote.commits(named: open, outside: run.facts.defaultBranch)
        } catch {
            if error.endsImport { throw error }
            return [:]
        }
        let (project, found) = (run.record.projectID, told)
        try await run.services.store.write { connection in
            for (name, commit) in found {
                try CommitAbbreviations.set(commit, for: name, project: project, in: connection)
            }
        }
        return told
    }

    /// What the source does not answer for another reason than that it has no such commit is not kept: a retry asks again.
    private func ask(for abbreviation: AbbreviatedHash) async throws -> ObjectHash? {
        let commit: ObjectHash?
        do throws(RemoteError) {
            commit = try await run.remote.commit(named: abbreviation)
        } catch {
            if error.endsImport { throw error }
            return nil
        }
        // A name that does not begin as was asked is another commit's.
        let whole = commit.flatMap { $0.hex.hasPrefix(abbreviation.hex) ? $0 : nil }
        let project = run.record.projectID
        try await run.services.store.write { connection in
            try CommitAbbreviations.set(whole, for: abbreviation, project: project, in: connection)
        }
        return whole
    }
}
