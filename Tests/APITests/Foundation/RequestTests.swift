import Foundation
import Testing

/// Paths, methods, bodies and headers, whatever the route.
@Suite struct RequestTests {
    @Test(arguments: [
        ("GET", "/nonsense"), ("GET", "/projects/1/nonsense"), ("POST", "/version"), ("DELETE", "/users"),
        ("GET", "/groups/1/2/3/4"), ("PATCH", "/projects/1"), ("OPTIONS", "/nonsense"), ("GET", "/api/v5/user"),
    ])
    func whatIsNotThereIs404(method: String, path: String) async throws {
        try await APIServer.with { server in
            for token in [nil, APIServer.rootToken] {
                let reply = try await server.send(method, path, token: token)
                #expect(reply.status == 404)
                #expect(reply.text == #"{"error":"404 Not Found"}"#)
                #expect(reply.headers["content-type"] == "application/json")
            }
        }
    }

    @Test func theThirdVersionIsGone() async throws {
        try await APIServer.with { server in
            let reply = try await server.get("/api/v3/projects")
            #expect(reply.status == 410)
            #expect(reply.text == #"{"error":"API V3 is no longer supported. Use API V4 instead."}"#)
        }
    }

    @Test func optionsTellsTheMethods() async throws {
        try await APIServer.with { server in
            let reply = try await server.send("OPTIONS", "/groups", token: nil)
            #expect(reply.status == 204)
            #expect(reply.text.isEmpty)
            #expect(reply.headers["allow"] == "OPTIONS, GET, HEAD, POST")
        }
    }

    @Test func headIsGetWithoutItsBody() async throws {
        try await APIServer.with { server in
            let reply = try await server.send("HEAD", "/user")
            #expect(reply.status == 200)
            #expect(reply.text.isEmpty)
        }
    }

    @Test func everyAnswerCarriesTheCommonHeaders() async throws {
        try await APIServer.with { server in
            for path in ["/user", "/nonsense"] {
                let reply = try await server.get(path)
                #expect(reply.headers["x-frame-options"] == "SAMEORIGIN")
                #expect(reply.headers["x-content-type-options"] == "nosniff")
                #expect(reply.headers["vary"] == "Origin")
                #expect(Double(reply.headers["x-runtime"] ?? "") != nil)
                #expect((reply.headers["x-request-id"] ?? "").count == 36)
            }
        }
    }

    @Test(arguments: [("abc-123_X", true), ("a b", false), (String(repeating: "x", count: 65), false), ("a\"b", false)])
    func aClientsRequestNumberIsKeptWhereItIsSane(given: String, isKept: Bool) async throws {
        try await APIServer.with { server in
            let reply = try await server.send("GET", "/user", headers: ["X-Request-Id": given])
            #expect((reply.headers["x-request-id"] == given) == isKept)
        }
    }

    @Test(arguments: [
        "text/plain", "application/xml", "application/vnd.x+json",
    ])
    func otherKindsOfBodiesAreRefusedBeforeAnybodyAsksWho(type: String) async throws {
        try await APIServer.with { server in
            let reply = try await server.send(
                "POST", "/groups", token: nil, headers: ["Content-Type": type], body: "x")
            #expect(reply.status == 415)
            #expect(reply.text == #"{"error":"The provided content-type '\#(type)' is not supported."}"#)
        }
    }

    @Test(arguments: ["{", "{\"a\":}", "nope", "\u{1}"])
    func malformedJSONIsRefusedBeforeAnybodyAsksWho(body: String) async throws {
        try await APIServer.with { server in
            let reply = try await server.send("POST", "/groups", token: nil, body: body)
            #expect(reply.status == 400)
            #expect(
                reply.text
                    == #"{"error":"\nProblem:\n  message body does not match declared format\nResolution:\n  when specifying application/json as content-type, you must pass valid application/json in the request's 'body' "}"#
            )
        }
    }

    @Test func anEndlessBodyIsRefused() async throws {
        try await APIServer.with { server in
            let text = String(repeating: "x", count: 300_000)
            let reply = try await server.post("/groups", "{\"name\":\"\(text)\"}")
            #expect(reply.status == 413)
            #expect(reply.text == #"{"message":"413 Request Entity Too Large"}"#)
        }
    }

    @Test(arguments: ["[]", "5", "null", "\"s\"", "", "  "])
    func jsonThatIsNoObjectHasNoParameters(body: String) async throws {
        try await APIServer.with { server in
            let reply = try await server.post("/groups", body)
            #expect(reply.status == 400)
            #expect(reply.text == #"{"error":"name is missing, path is missing"}"#)
        }
    }

    @Test func parametersComeAsJSONFormsOrQuery() async throws {
        try await APIServer.with { server in
            let multipart = """
                --b0\r\nContent-Disposition: form-data; name="name"\r\n\r\nThe third\r\n--b0\r\n\
                Content-Disposition: form-data; name="path"\r\n\r\nthird\r\n--b0--\r\n
                """
            let ways: [(path: String, type: String, body: String, name: String)] = [
                ("/groups", "application/json; charset=utf-8", #"{"name":"The first","path":"first"}"#, "The first"),
                ("/groups", "application/x-www-form-urlencoded", "name=The+second%21&path=second", "The second!"),
                ("/groups", "multipart/form-data; boundary=b0", multipart, "The third"),
                ("/groups?name=Query&path=fourth", "application/json", #"{"name":"Body wins"}"#, "Body wins"),
            ]
            for way in ways {
                let name = way.name.replacing("!", with: "")
                let reply = try await server.send(
                    "POST", way.path, headers: ["Content-Type": way.type], body: way.body.replacing("%21", with: ""))
                #expect(reply.status == 201, "\(reply.text)")
                #expect(reply.object["name"]?.text == name)
            }
        }
    }

    @Test func anEmptyBodyNeedsNoKind() async throws {
        try await APIServer.with { server in
            let reply = try await server.send("POST", "/groups?name=a&path=b")
            #expect(reply.status == 201)
        }
    }

    @Test(arguments: ["top%2Flow%2Fmy-repo", "TOP%2flow%2FMy-Repo", "top%2Flow%2Fmy%2Drepo"])
    func aFullPathIsOneSegmentHoweverItIsWritten(path: String) async throws {
        try await APIServer.with { server in
            let top = try await server.group("top")
            _ = try await server.group("low", parent: top)
            let id = try await server.project("my-repo", in: "top/low")
            let reply = try await server.get("/projects/\(path)")
            #expect(reply.status == 200)
            #expect(reply.id == id)
        }
    }

    @Test func encodedPointsInPathsAreDecoded() async throws {
        try await APIServer.with { server in
            _ = try await server.group("v1.2")
            _ = try await server.project("a.b", in: "v1.2")
            for path in ["v1%2E2%2Fa%2Eb", "v1.2%2Fa.b"] {
                #expect(try await server.get("/projects/\(path)").object["path"]?.text == "a.b")
                #expect(try await server.get("/projects/\(path)/members").status == 200)
            }
            #expect(try await server.get("/groups/v1%2E2").status == 200)
        }
    }
}
