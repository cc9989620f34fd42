import CSodium

/// Unguessable texts.
public enum RandomToken {
    /// A personal or group access token as GitLab writes them: `glpat-` and 20 characters (118 bits).
    public static func accessToken() throws(SecretsError) -> String {
        "glpat-" + (try text(length: 20))
    }

    /// Letters and digits, about 5.95 bits each.
    public static func text(length: Int) throws(SecretsError) -> String {
        try Sodium.ready()
        let alphabet = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        let characters = (0..<length).map { _ in alphabet[Int(randombytes_uniform(UInt32(alphabet.count)))] }
        return String(decoding: characters, as: UTF8.self)
    }

    /// `count` random bytes in hex.
    public static func hex(bytes count: Int) throws(SecretsError) -> String {
        hexadecimal(try randomBytes(count))
    }
}

func randomBytes(_ count: Int) throws(SecretsError) -> [UInt8] {
    try Sodium.ready()
    var bytes = [UInt8](repeating: 0, count: count)
    randombytes_buf(&bytes, count)
    return bytes
}
