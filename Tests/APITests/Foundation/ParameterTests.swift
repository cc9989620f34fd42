import API
import Foundation
import HTTPTypes
import Model
import Testing

/// Grape's words about parameters, on the declaration of `POST /import/github`.
@Suite struct ParameterTests {
    private enum Strategy: String {
        case optimistic
        case pessimistic
    }

    private struct Input: Sendable {
        var token: String
        var repository: Int64
        var namespace: String
        var strategy: Strategy?
        var limit: Int64?
    }

    private func read(_ json: String) throws -> Input {
        let value = try JSONDecoder().decode(ParameterValue.self, from: Data(json.utf8))
        guard case .object(let values) = value else { return try RequestParameters().read { declare(&$0) } }
        return try RequestParameters(values).read { declare(&$0) }
    }

    private func declare(_ p: inout ParameterReader) -> Input {
        let token = p.required("personal_access_token", String.self)
        let repository = p.required("repo_id", Int64.self)
        let namespace = p.requiredText("target_namespace")
        _ = p.optional("optional_stages", RequestParameters.self)
        return Input(
            token: token, repository: repository, namespace: namespace,
            strategy: p.optional("timeout_strategy", among: Strategy.self),
            limit: p.optional("pagination_limit", in: 1...100))
    }

    private func failure(_ json: String) -> String? {
        do {
            _ = try read(json)
            return nil
        } catch let error as APIError {
            if case .error(let text) = error.body { return text }
            return "another shape"
        } catch {
            return "another error"
        }
    }

    private func body(_ extra: String) -> String {
        #"{"personal_access_token":"t","repo_id":1,"target_namespace":"g"\#(extra)}"#
    }

    @Test func nothingGivenIsToldInOrder() {
        let text =
            "personal_access_token is missing, repo_id is missing, target_namespace is missing, target_namespace is empty"
        for json in ["{}", "[]", "5", "null", #""s""#] { #expect(failure(json) == text) }
    }

    @Test(arguments: [#""""#, #""  ""#, "null"])
    func aBlankNamespaceIsEmpty(value: String) {
        let json = #"{"personal_access_token":"t","repo_id":1,"target_namespace":\#(value)}"#
        #expect(failure(json) == "target_namespace is empty")
    }

    @Test(arguments: [#""abc""#, #""1.5""#, #""0x1F""#, "true", "[1]", "{}"])
    func whatIsNoNumberIsInvalid(value: String) {
        let json = #"{"personal_access_token":"t","repo_id":\#(value),"target_namespace":"g"}"#
        #expect(failure(json) == "repo_id is invalid")
    }

    @Test(arguments: [
        (#""12345""#, 12345), (#"" 12 ""#, 12), (#""010""#, 10), ("1.5", 1), (#""""#, 0), ("null", 0), ("-4", -4),
    ])
    func numbersAreReadAsGrapeReadsThem(value: String, number: Int64) throws {
        let json = #"{"personal_access_token":"t","repo_id":\#(value),"target_namespace":"g"}"#
        #expect(try read(json).repository == number)
    }

    @Test(arguments: [
        (#"{"personal_access_token":["x"],"repo_id":1,"target_namespace":"g"}"#, "personal_access_token is invalid"),
        (#"{"personal_access_token":{},"repo_id":1,"target_namespace":"g"}"#, "personal_access_token is invalid"),
        (#"{"personal_access_token":"t","repo_id":1,"target_namespace":["g"]}"#, "target_namespace is invalid"),
        (#"{"personal_access_token":"t","repo_id":1,"target_namespace":{}}"#, "target_namespace is invalid"),
    ])
    func listsAndHashesAreNoTexts(json: String, text: String) {
        #expect(failure(json) == text)
    }

    @Test func scalarsBecomeTexts() throws {
        let json = #"{"personal_access_token":null,"repo_id":1,"target_namespace":5}"#
        #expect(try read(json).namespace == "5")
        #expect(try read(json).token == "")
    }

    @Test(arguments: [
        (#","timeout_strategy":"x""#, "timeout_strategy does not have a valid value"),
        (#","timeout_strategy":"""#, "timeout_strategy does not have a valid value"),
        (#","timeout_strategy":"Optimistic""#, "timeout_strategy does not have a valid value"),
        (#","pagination_limit":0"#, "pagination_limit does not have a valid value"),
        (#","pagination_limit":101"#, "pagination_limit does not have a valid value"),
        (#","pagination_limit":-1"#, "pagination_limit does not have a valid value"),
        (
            #","pagination_limit":"abc""#,
            "pagination_limit is invalid, pagination_limit does not have a valid value"
        ),
        (#","optional_stages":"x""#, "optional_stages is invalid"),
        (#","optional_stages":"""#, "optional_stages is invalid"),
        (#","optional_stages":[]"#, "optional_stages is invalid"),
    ])
    func eachFailureHasItsWords(extra: String, text: String) {
        #expect(failure(body(extra)) == text)
    }

    @Test(arguments: [
        "", #","timeout_strategy":null"#, #","timeout_strategy":"optimistic""#, #","pagination_limit":"50""#,
        #","pagination_limit":"""#, #","pagination_limit":null"#, #","pagination_limit":100"#,
        #","optional_stages":null"#, #","optional_stages":{}"#, #","optional_stages":{"bogus":true}"#,
    ])
    func whatGrapeAcceptsIsAccepted(extra: String) {
        #expect(failure(body(extra)) == nil)
    }

    @Test func severalFailuresStandInOneText() {
        #expect(
            failure(#"{"repo_id":"abc","timeout_strategy":"x","pagination_limit":0}"#)
                == """
                personal_access_token is missing, repo_id is invalid, target_namespace is missing, \
                target_namespace is empty, timeout_strategy does not have a valid value, \
                pagination_limit does not have a valid value
                """)
    }

    @Test(arguments: [
        (
            "{}",
            "repo_path is missing, password, token are missing, at least one parameter must be provided"
        ),
        (
            #"{"repo_path":"a","username":"u"}"#,
            "username, password provide all or none of parameters, password, token are missing, at least one parameter must be provided"
        ),
        (#"{"repo_path":"a","password":"p"}"#, "username, password provide all or none of parameters"),
        (
            #"{"repo_path":"a","username":"u","password":"p","token":"t"}"#,
            "password, token are mutually exclusive"
        ),
    ])
    func rulesAboutSeveralParametersComeLast(json: String, text: String) throws {
        guard case .object(let values) = try JSONDecoder().decode(ParameterValue.self, from: Data(json.utf8)) else {
            return
        }
        let error = #expect(throws: APIError.self) {
            try RequestParameters(values).read { p in
                p.allOrNone("username", "password")
                p.mutuallyExclusive("password", "token")
                p.atLeastOne(of: "password", "token")
                _ = p.required("repo_path", String.self)
            }
        }
        #expect(error?.body == .error(text))
    }

    @Test(arguments: [
        (ParameterValue.bool(true), true), (.string("true"), true), (.string("T"), true), (.string("Yes"), true),
        (.string("y"), true), (.string("1"), true), (.integer(1), true), (.string("ON"), true),
        (.bool(false), false), (.string("false"), false), (.string(""), false), (.null, false), (.integer(2), false),
        (.array([]), false),
    ])
    func truthIsRails(value: ParameterValue, truth: Bool) {
        #expect(value.isTruthy == truth)
    }
}
