import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isPublicAddress, outboundTo, readPrivateTargets } from './index.ts'

describe('SEC-7 where a school may make the program connect to', () => {
  const addresses: [string, boolean][] = [
    ['8.8.8.8', true],
    ['127.0.0.1', false],
    ['127.9.9.9', false],
    ['10.1.2.3', false],
    ['172.31.255.255', false],
    ['172.32.0.1', true],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['255.255.255.255', false],
    ['::1', false],
    ['::', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:7f00:1', false],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['2606:4700::1111', true],
    ['localhost', false],
  ]
  for (const [address, isPublic] of addresses) {
    it(`${address} is ${isPublic ? 'the open internet' : 'not'}`, () =>
      assert.equal(isPublicAddress(address), isPublic))
  }

  it('is not a name that leads inside', async () => {
    await assert.rejects(outboundTo([]).resolve('localhost'), /inside the network/)
    assert.throws(() => outboundTo([]).assertAddressAllowed('[::1]'), /inside the network/)
  })

  it('is what the operator listed', async () => {
    const outbound = outboundTo(readPrivateTargets({ GATEHOUSE_PRIVATE_TARGETS: ' Localhost, 10.0.0.7' }))
    assert.match(await outbound.resolve('localhost'), /^(127\.0\.0\.1|::1)$/)
    assert.equal(await outbound.resolve('10.0.0.7'), '10.0.0.7')
    await assert.rejects(outbound.resolve('10.0.0.8'))
  })
})
