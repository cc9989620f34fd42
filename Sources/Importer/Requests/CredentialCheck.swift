import Model
import Secrets
import Store

extension ImportServices {
    /// How many imports have not ended whose credentials this key does not open: another key was put in its place.
    public func credentialsThatDoNotOpen() async throws -> Int {
        let (imports, gists) = try await store.read { connection in
            (
                try SealedCredentials.ofImports(in: connection), try SealedCredentials.ofGistImports(in: connection)
            )
        }
        func opens(_ secret: SealedSecret, _ context: String) -> Bool {
            (try? sealingKey.open(secret, context: context)) != nil
        }
        return imports.count { !opens($0.value, credentialContext($0.key)) }
            + gists.count { !opens($0.value, credentialContext($0.key)) }
    }
}
