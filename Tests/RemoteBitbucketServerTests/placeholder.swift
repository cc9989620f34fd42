import Testing

@testable import RemoteBitbucketServer
