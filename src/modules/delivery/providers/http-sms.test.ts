import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, describe, it } from 'node:test'
import { newId } from '../../../platform/ids/index.ts'
import { outboundTo } from '../../../platform/outbound/index.ts'
import type { Outcome } from '../rules/outcome.ts'
import { type HttpSmsSettings, httpSmsProvider } from './http-sms.ts'

const toClose: (() => Promise<unknown>)[] = []
after(async () => {
  for (const close of toClose.reverse()) await close()
})

type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string }

async function gateway(
  answer: (seen: Seen, response: ServerResponse) => void,
): Promise<{ port: number; seen: Seen[] }> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body }
    seen.push(one)
    answer(one, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  toClose.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, seen }
}

function providerFor(port: number, facts: Partial<HttpSmsSettings> = {}, allowed = ['localhost']) {
  const provider = httpSmsProvider({
    settings: {
      url: `http://localhost:${port}/send`,
      method: 'POST',
      contentType: 'application/json',
      body: '{"to":"{{to}}","text":"{{text}}","from":"{{sender}}","ref":"{{reference}}"}',
      success: { statuses: [], path: 'status', equals: 'ok', referencePath: 'id' },
      connections: 2,
      ratePerSecond: null,
      timeoutMs: 300,
      ...facts,
    },
    headers: { authorization: 'Bearer s3cret' },
    outbound: outboundTo(allowed),
  })
  toClose.push(() => provider.close())
  return provider
}

const text = (body = 'Closed "today"\nSorry') => ({
  schoolId: newId(),
  idempotencyKey: newId(),
  textKey: newId(),
  lane: 'ordinary' as const,
  to: '+447700900123',
  sender: 'Oakfield',
  subject: null,
  body,
})

function kindOf(outcome: Outcome): string {
  return outcome.kind === 'refused' ? outcome.failure : outcome.kind
}

describe('DLV-1 an HTTP text gateway', () => {
  it('gets the text by the school’s template, and its reference is kept', async () => {
    const { port, seen } = await gateway((_, response) => response.end('{"status":"ok","id":"gw-1"}'))
    const request = text()
    const outcome = await providerFor(port).send(request)
    assert.equal(outcome.kind === 'accepted' && outcome.reference, 'gw-1')
    const [one] = seen
    assert.deepEqual(JSON.parse(one?.body ?? ''), {
      to: request.to,
      text: request.body,
      from: 'Oakfield',
      ref: request.idempotencyKey,
    })
    assert.equal(one?.headers.authorization, 'Bearer s3cret')
  })

  it('may be asked by GET with everything in the address', async () => {
    const { port, seen } = await gateway((_, response) => response.end('OK'))
    const url = `http://localhost:${port}/send?to={{to}}&text={{text}}`
    const provider = providerFor(port, { url, method: 'GET', contentType: 'none', success: { statuses: [200] } })
    assert.equal(kindOf(await provider.send(text('a&to=b'))), 'accepted')
    const query = new URL(seen[0]?.url ?? '', 'http://x').searchParams
    assert.deepEqual([query.getAll('to'), query.get('text')], [['+447700900123'], 'a&to=b'])
  })

  it('DLV-4 that says no inside a 200 has refused', async () => {
    const { port } = await gateway((_, response) => response.end('{"status":"blocked"}'))
    assert.equal(kindOf(await providerFor(port).send(text())), 'permanent')
  })

  it('DLV-4 that is not there is a technical failure', async () => {
    assert.equal(kindOf(await providerFor(1).send(text())), 'technical')
  })
})

describe('DLV-3 a gateway that does not answer', () => {
  it('hangs up after it got the text: uncertain', async () => {
    const { port } = await gateway((_, response) => response.destroy())
    assert.equal(kindOf(await providerFor(port).send(text())), 'uncertain')
  })

  it('is silent for too long: uncertain', async () => {
    const { port } = await gateway(() => {})
    assert.equal(kindOf(await providerFor(port).send(text())), 'uncertain')
  })

  it('says 200 and drops the answer half way: uncertain', async () => {
    const { port } = await gateway((_, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('{"sta')
      setTimeout(() => response.destroy(), 20)
    })
    assert.equal(kindOf(await providerFor(port).send(text())), 'uncertain')
  })
})

describe('SEC-7 where a gateway may be', () => {
  it('is not inside the operator’s network, by name or by number', async () => {
    const { port, seen } = await gateway((_, response) => response.end('{"status":"ok"}'))
    for (const host of ['localhost', '127.0.0.1', '[::1]', '2130706433', '0x7f.1']) {
      const outcome = await providerFor(port, { url: `http://${host}:${port}/send` }, []).send(text())
      assert.equal(kindOf(outcome), 'technical', host)
      assert.match(outcome.answer, /inside the network/, host)
    }
    assert.equal(seen.length, 0)
  })

  it('does not lead elsewhere by a redirect', async () => {
    const inner = await gateway((_, response) => response.end('{"status":"ok"}'))
    const outer = await gateway((_, response) => {
      response.writeHead(302, { location: `http://localhost:${inner.port}/secret` }).end()
    })
    assert.equal(kindOf(await providerFor(outer.port).send(text())), 'technical')
    assert.equal(inner.seen.length, 0)
  })
})
