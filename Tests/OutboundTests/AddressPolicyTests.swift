import Outbound
import Testing

@Suite struct AddressPolicyTests {
    static let inside: [(String, AddressPolicy.Network)] = [
        ("0.0.0.0", .thisNetwork), ("0.1.2.3", .thisNetwork), ("0.255.255.255", .thisNetwork),
        ("10.0.0.0", .privateUse), ("10.1.2.3", .privateUse), ("10.255.255.255", .privateUse),
        ("100.64.0.1", .sharedAddressSpace), ("100.127.255.255", .sharedAddressSpace), ("100.100.100.200", .metadata),
        ("127.0.0.1", .loopback), ("127.0.0.2", .loopback), ("127.255.255.254", .loopback),
        ("169.254.169.254", .metadata), ("169.254.0.1", .linkLocal), ("168.63.129.16", .metadata),
        ("172.16.0.1", .privateUse), ("172.31.255.255", .privateUse), ("192.0.0.192", .metadata),
        ("192.0.0.8", .protocolAssignments), ("192.0.2.1", .documentation), ("192.88.99.1", .reserved),
        ("192.168.0.1", .privateUse), ("192.168.255.255", .privateUse), ("198.18.0.1", .benchmarking),
        ("198.19.255.255", .benchmarking), ("198.51.100.7", .documentation), ("203.0.113.9", .documentation),
        ("224.0.0.1", .multicast), ("239.255.255.255", .multicast), ("240.0.0.1", .reserved),
        ("255.255.255.255", .broadcast), ("::", .thisNetwork), ("::1", .loopback),
        ("::ffff:127.0.0.1", .loopback), ("::ffff:10.0.0.1", .privateUse), ("::ffff:169.254.169.254", .metadata),
        ("::ffff:7f00:1", .loopback), ("::127.0.0.1", .reserved), ("::ffff:0:127.0.0.1", .reserved),
        ("fc00::1", .privateUse), ("fd12:3456:789a::1", .privateUse), ("fd00:ec2::254", .metadata),
        ("fe80::1", .linkLocal), ("febf::1", .linkLocal), ("fec0::1", .privateUse), ("ff02::1", .multicast),
        ("ff0e::1", .multicast), ("64:ff9b::7f00:1", .loopback), ("64:ff9b::a9fe:a9fe", .metadata),
        ("64:ff9b::10.0.0.1", .privateUse), ("64:ff9b:1::1", .privateUse), ("2002:7f00:1::1", .loopback),
        ("2002:a00:1::", .privateUse), ("2002:c0a8:101::1", .privateUse), ("2001:0:7f00:1::", .loopback),
        ("2001:0:0808:0808:0:0:f5ff:fffe", .privateUse), ("2001:db8::1", .documentation),
        ("3fff::1", .documentation), ("2001:2::1", .benchmarking), ("2001:10::1", .protocolAssignments),
        ("2001:20::1", .protocolAssignments), ("100::1", .reserved), ("4000::1", .reserved), ("1::1", .reserved),
        ("2600::5efe:10.0.0.1", .privateUse), ("2600::200:5efe:127.0.0.1", .loopback),
    ]

    @Test("An address that isn't public is refused, and the kind of network is told", arguments: inside)
    func refuses(text: String, network: AddressPolicy.Network) throws {
        let address = try #require(IPAddress(text))
        #expect(AddressPolicy().refusal(of: address) == network)
    }

    @Test(
        "A public address may be dialled",
        arguments: [
            "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
            "128.0.0.1", "140.82.121.4", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0",
            "198.17.255.255", "198.20.0.0", "223.255.255.255", "::ffff:8.8.8.8", "2606:50c0:8000::153",
            "2a00:1450:4001:80b::200e", "64:ff9b::808:808", "2002:808:808::1", "2001:200::1",
        ])
    func permits(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(AddressPolicy().refusal(of: address) == nil)
    }

    @Test("The allow list permits exactly its blocks, in IPv4-mapped form too")
    func allowList() throws {
        let policy = AddressPolicy(allowed: [try CIDR("127.0.0.0/8"), try CIDR("fd00::/64"), try CIDR("10.1.2.3")])
        for text in ["127.0.0.1", "127.9.9.9", "::ffff:127.0.0.1", "fd00::5", "10.1.2.3", "64:ff9b::7f00:1"] {
            #expect(policy.refusal(of: try #require(IPAddress(text))) == nil, "\(text)")
        }
        for text in ["10.1.2.4", "::1", "fd00:0:0:1::5", "192.168.0.1", "169.254.169.254"] {
            #expect(policy.refusal(of: try #require(IPAddress(text))) != nil, "\(text)")
        }
    }

    @Test("One refused address among several refuses them all")
    func several() throws {
        let addresses = try ["8.8.8.8", "127.0.0.1"].map { try #require(IPAddress($0)) }
        #expect(throws: AddressPolicy.Refusal.address(addresses[1], .loopback)) {
            try AddressPolicy().judge(addresses: addresses, port: 443)
        }
        #expect(throws: AddressPolicy.Refusal.noAddress) { try AddressPolicy().judge(addresses: [], port: 443) }
    }

    @Test(
        "Ports of other services are refused",
        arguments: [
            (22, false), (25, false), (80, true), (81, false), (443, true),
            (1023, false), (1024, true), (8443, true), (65_535, true), (65_536, false), (0, false),
        ])
    func ports(port: Int, isAllowed: Bool) throws {
        let address = try #require(IPAddress("8.8.8.8"))
        let refusal = #expect(throws: (any Error).self) {
            try AddressPolicy().judge(addresses: [address], port: port)
            if isAllowed { throw Allowed() }
        }
        #expect((refusal is Allowed) == isAllowed)
    }

    private struct Allowed: Error {}
}

@Suite struct CIDRTests {
    @Test(
        "A block is read from its text",
        arguments: ["10.0.0.0/8", "0.0.0.0/0", "::/0", "fd00::/8", "127.0.0.1/32", "2001:db8::/33"])
    func reads(text: String) throws {
        #expect(try CIDR(text).description == text)
    }

    @Test("A single address is a block of one")
    func single() throws {
        #expect(try CIDR("192.168.1.7").description == "192.168.1.7/32")
        #expect(try CIDR("::1").description == "::1/128")
    }

    @Test(
        "What is no block is refused with a reason",
        arguments: [
            ("", CIDR.ParseError.notAnAddress("")), ("localhost/8", .notAnAddress("localhost/8")),
            ("10.0.0/8", .notAnAddress("10.0.0/8")), ("010.0.0.0/8", .notAnAddress("010.0.0.0/8")),
            ("10.0.0.0/33", .prefixLength("10.0.0.0/33")), ("10.0.0.0/", .prefixLength("10.0.0.0/")),
            ("10.0.0.0/-1", .prefixLength("10.0.0.0/-1")), ("10.0.0.0/8/8", .prefixLength("10.0.0.0/8/8")),
            ("::1/129", .prefixLength("::1/129")),
            ("10.1.0.0/8", .hostBitsSet("10.1.0.0/8", meant: "10.0.0.0/8")),
        ])
    func refuses(text: String, error: CIDR.ParseError) {
        #expect(throws: error) { try CIDR(text) }
    }
}
