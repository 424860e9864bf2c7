import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readConfig } from './index.ts'

describe('the configuration', () => {
  it('listens on loopback and keeps its data beside the program when nothing is said', () => {
    const config = readConfig({})
    assert.equal(config.host, '127.0.0.1')
    assert.equal(config.publicUrl, 'http://localhost:3000')
    assert.match(config.dataFolder, /\/var$/)
    assert.equal(config.databaseUrl, null)
  })
  it('takes what is set to nothing for not set', () => {
    const config = readConfig({ GATEHOUSE_PORT: '', PORT: '', GATEHOUSE_LOG: '' })
    assert.deepEqual([config.port, config.logLevel], [3000, 'warn'])
    assert.equal(readConfig({ GATEHOUSE_PORT: '', PORT: '8080' }).port, 8080)
    assert.equal(readConfig({ GATEHOUSE_PORT: '8081', PORT: '8080' }).port, 8081)
  })
  it('refuses a port that is no port, a URL that is no URL, and an unknown log level', () => {
    assert.throws(() => readConfig({ GATEHOUSE_PORT: 'http' }), /GATEHOUSE_PORT is "http"/)
    assert.throws(() => readConfig({ GATEHOUSE_PORT: '70000' }), /0 to 65535/)
    assert.throws(() => readConfig({ PORT: 'http' }), /\bPORT is "http"/)
    assert.throws(() => readConfig({ DATABASE_URL: 'mysql://x' }), /DATABASE_URL is not/)
    assert.throws(() => readConfig({ GATEHOUSE_LOG: 'loud' }), /GATEHOUSE_LOG is "loud"/)
  })
  it('does not repeat a password when it refuses an address', () => {
    assert.throws(
      () => readConfig({ DATABASE_URL: 'mysql://u:secret@h/d' }),
      (error: Error) => !error.message.includes('secret'),
    )
  })
})
