import Testing

@testable import RemoteBitbucketCloud
