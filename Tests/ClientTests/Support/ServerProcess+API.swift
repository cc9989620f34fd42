import Foundation
import FoundationNetworking
import StandIns

/// The few calls the tests make themselves; all others are the clients' business.
extension ServerProcess {
    struct ImportAnswer: Decodable, Sendable {
        var id: Int
        var status: String
        var error: String?

        enum CodingKeys: String, CodingKey {
            case id
            case status = "import_status"
            case error = "import_error"
        }
    }

    private struct ImportQuestion: Encodable {
        var token: String
        var repository: Int
        var namespace: String
        var host: String
        var stages: [String: Bool]
        var name: String?

        enum CodingKeys: String, CodingKey {
            case name = "new_name"
            case token = "personal_access_token"
            case repository = "repo_id"
            case namespace = "target_namespace"
            case host = "github_hostname"
            case stages = "optional_stages"
        }
    }

    /// Makes a group and asks for an import of the sample project into it, with everything there is to choose.
    func startImport(
        of project: String, from source: StandInGitHub, into group: String, visibility: String = "public"
    ) async throws -> Int {
        _ = try await post("/groups", ["name": group, "path": group, "visibility": visibility])
        let id = source.project(project)?.repository.id ?? 0
        let answer = try await post(
            "/import/github",
            ImportQuestion(
                token: StandInToken.owner.value, repository: id, namespace: group, host: source.url,
                stages: ["attachments_import": true, "collaborators_import": true]))
        return try JSONDecoder().decode(ImportAnswer.self, from: answer).id
    }

    /// Somebody with an account, a token and a group of their own.
    struct Person: Sendable {
        let name: String
        let token: String

        var group: String { "\(name)-group" }
    }

    private struct Made: Decodable {
        var id: Int
        var token: String?
    }

    /// Makes an account with a token, and a group for it.
    func person(_ name: String) async throws -> Person {
        let user = try JSONDecoder().decode(
            Made.self,
            from: try await post(
                "/users",
                [
                    "username": name, "name": name, "email": "\(name)@example.org", "force_random_password": "true",
                ]))
        let made = try await post(
            "/users/\(user.id)/personal_access_tokens", NewToken(name: "test", scopes: ["api"]))
        let person = Person(name: name, token: try JSONDecoder().decode(Made.self, from: made).token ?? "")
        _ = try await post("/groups", ["name": name, "path": person.group], as: person)
        return person
    }

    private struct NewToken: Encodable {
        var name: String
        var scopes: [String]
    }

    /// Asks for an import into the group of whoever asks.
    func startImport(
        of project: String, from source: StandInGitHub, as person: Person, name: String
    ) async throws -> Int {
        let answer = try await post(
            "/import/github",
            ImportQuestion(
                token: StandInToken.owner.value, repository: source.project(project)?.repository.id ?? 0,
                namespace: person.group, host: source.url, stages: [:], name: name), as: person)
        return try JSONDecoder().decode(ImportAnswer.self, from: answer).id
    }

    /// What the proof says of an import, as far as tests look at it.
    struct Report: Decodable, Sendable {
        var isComplete: Bool?
        var limitedBy: String?

        enum CodingKeys: String, CodingKey {
            case isComplete = "complete"
            case limitedBy = "limited_by"
        }
    }

    func report(of project: Int) async throws -> Report {
        var request = URLRequest(url: try address("/api/v4/projects/\(project)/import/report"))
        request.setValue(Self.token, forHTTPHeaderField: "PRIVATE-TOKEN")
        return try JSONDecoder().decode(Report.self, from: try await send(request))
    }

    /// Whether all that an import should have brought is there.
    func isWhole(_ project: Int) async throws -> Bool {
        try await report(of: project).isComplete == true
    }

    /// Asks for an import of the gists of the token's account and waits until it is over.
    func importGists(from source: StandInGitHub) async throws -> ImportAnswer {
        let fields = ["personal_access_token": StandInToken.owner.value, "github_hostname": source.url]
        _ = try await post("/import/github/gists", fields)
        return try await eventually("the end of the gists' import") {
            let answer = try await status(at: "/api/v4/import/github/gists")
            return ["finished", "failed"].contains(answer.status) ? answer : nil
        }
    }

    func importStatus(of project: Int) async throws -> ImportAnswer {
        try await status(at: "/api/v4/projects/\(project)/import")
    }

    private func status(at path: String) async throws -> ImportAnswer {
        var request = URLRequest(url: try address(path))
        request.setValue(Self.token, forHTTPHeaderField: "PRIVATE-TOKEN")
        return try JSONDecoder().decode(ImportAnswer.self, from: try await send(request))
    }

    /// Waits until the import has one of these statuses, and answers which.
    func wait(for statuses: Set<String>, project: Int) async throws -> ImportAnswer {
        try await eventually("import status \(statuses)") {
            let answer = try await importStatus(of: project)
            return statuses.contains(answer.status) ? answer : nil
        }
    }

    private func post(
        _ path: String, _ fields: some Encodable & Sendable, as person: Person? = nil
    ) async throws -> Data {
        var request = URLRequest(url: try address("/api/v4" + path))
        request.httpMethod = "POST"
        request.setValue(person?.token ?? Self.token, forHTTPHeaderField: "PRIVATE-TOKEN")
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = try JSONEncoder().encode(fields)
        return try await send(request)
    }

    private func send(_ request: URLRequest) async throws -> Data {
        let (data, response) = try await URLSession.shared.data(for: request)
        guard let response = response as? HTTPURLResponse, (200..<300).contains(response.statusCode) else {
            throw UnexpectedAnswer(text: String(decoding: data, as: UTF8.self))
        }
        return data
    }
}

extension ServerProcess {
    /// Any call, with its parameters in a form, and whatever it answers.
    func call(
        _ method: String, _ path: String, _ fields: [String: String] = [:], token: String = ServerProcess.token,
        headers: [String: String] = [:]
    ) async throws -> (status: Int, text: String) {
        var request = URLRequest(url: try address(path.hasPrefix("/-/") ? path : "/api/v4" + path))
        request.httpMethod = method
        request.setValue(token, forHTTPHeaderField: "PRIVATE-TOKEN")
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        if !fields.isEmpty {
            request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
            let plain = CharacterSet.alphanumerics
            request.httpBody = Data(
                fields.map { name, value in
                    "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: plain) ?? "")"
                }.joined(separator: "&").utf8)
        }
        let (data, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }

    /// The `id` of what a call answers.
    func id(_ answer: (status: Int, text: String)) throws -> Int {
        struct Numbered: Decodable { var id: Int }
        guard (200..<300).contains(answer.status) else { throw UnexpectedAnswer(text: answer.text) }
        return try JSONDecoder().decode(Numbered.self, from: Data(answer.text.utf8)).id
    }
}

struct UnexpectedAnswer: Error {
    let text: String
}
