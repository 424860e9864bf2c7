import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { systemClock } from '../../../platform/clock/index.ts'
import { newId } from '../../../platform/ids/index.ts'
import { outboundTo } from '../../../platform/outbound/index.ts'
import type { Outcome } from '../rules/outcome.ts'
import type { Provider, SendRequest } from './provider.ts'
import { type SmtpSettings, smtpProvider } from './smtp.ts'

const toClose: (() => Promise<unknown>)[] = []
after(async () => {
  for (const close of toClose.reverse()) await close()
})

function providerFor(port: number, facts: Partial<SmtpSettings> = {}, password: string | null = null): Provider {
  const provider = smtpProvider({
    settings: {
      host: 'localhost',
      port,
      security: 'none',
      user: null,
      fromAddress: 'office@oakfield.example',
      replyTo: null,
      connections: 2,
      ratePerSecond: null,
      ...facts,
    },
    password,
    outbound: outboundTo(['localhost']),
    clock: systemClock,
  })
  toClose.push(() => provider.close())
  return provider
}

function email(facts: Partial<SendRequest> = {}): SendRequest {
  return {
    schoolId: newId(),
    idempotencyKey: newId(),
    textKey: newId(),
    lane: 'ordinary',
    to: 'ann@example.org',
    sender: 'Oakfield Primary',
    subject: 'Closed today',
    body: 'School is closed.\n\nSee https://oakfield.example/news <b>now</b>',
    ...facts,
  }
}

function kindOf(outcome: Outcome): string {
  return outcome.kind === 'refused' ? outcome.failure : outcome.kind
}

describe('an ordinary mail server', () => {
  type Taken = { from: string; to: string[]; content: string }
  const taken: Taken[] = []
  let port = 0
  let connections = 0

  before(async () => {
    port = await mailServer({
      onConnect: (_session, done) => {
        connections += 1
        done()
      },
      onRcptTo: ({ address }, _session, done) => {
        const code = Number(/^code(\d{3})@/.exec(address)?.[1])
        done(code ? Object.assign(new Error('no'), { responseCode: code }) : null)
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
          const to = session.envelope.rcptTo.map(({ address }) => address)
          taken.push({ from, to, content: Buffer.concat(chunks).toString() })
          done()
        })
      },
    })
  })

  it('gets one recipient a mail, with the same Message-ID whenever the same row is sent', async () => {
    taken.length = 0
    const provider = providerFor(port)
    const request = email()
    const outcomes = await Promise.all([
      provider.send(request),
      provider.send({ ...request, to: 'bob@example.org', idempotencyKey: newId() }),
    ])
    assert.deepEqual(outcomes.map(kindOf), ['accepted', 'accepted'])
    assert.deepEqual(taken.map(({ to }) => to).sort(), [['ann@example.org'], ['bob@example.org']])
    const ann = taken.find(({ to }) => to[0] === 'ann@example.org')?.content ?? ''
    assert.match(ann, new RegExp(`^Message-ID: <${request.idempotencyKey}@oakfield.example>\r$`, 'm'))
    assert.equal(ann.match(/^Message-ID:/gim)?.length, 1)
    assert.equal(ann.match(/^Date:/gim)?.length, 1)
    assert.match(ann, /^To: ann@example\.org\r$/m)
    assert.match(ann, /^From: Oakfield Primary <office@oakfield\.example>\r$/m)
    assert.ok(!ann.includes('bob@example.org'), 'VIS-5: nobody sees another address')
  })

  it('SEC-7 gets nothing but text from what people type', async () => {
    taken.length = 0
    const provider = providerFor(port)
    await provider.send(email({ subject: 'Hi\r\nBcc: spy@example.org', sender: 'A\r\nBcc: spy@example.org' }))
    const [sent] = taken
    assert.deepEqual(sent?.to, ['ann@example.org'])
    assert.doesNotMatch(sent?.content ?? '', /^Bcc:/im)
    assert.match(sent?.content ?? '', /&lt;b&gt;now&lt;\/b&gt;/)
    for (const to of [
      'a@example.org>\r\nRCPT TO:<b@example.org',
      'a b@example.org',
      'a@example.org,b@example.org',
      'a',
    ]) {
      assert.equal(kindOf(await provider.send(email({ to }))), 'permanent', to)
    }
    assert.equal(taken.length, 1)
  })

  it('SEC-2 gets each reader their own link in a text that is made once, whole in text and HTML', async () => {
    taken.length = 0
    const provider = providerFor(port)
    const linkOf = (name: string) => `https://gate.example:8080/my/${name}.${'0123456789.'.repeat(14)}_-/messages?a=b`
    const shared = `Zażółć gęślą jaźń. ${'Long line, long line. '.repeat(9)}\n\n-- \nRead what we sent you:\n{{own.link}}`
    const request = (name: string) =>
      email({
        textKey: 'one text',
        to: `${name}@example.org`,
        body: shared.replace('{{own.link}}', linkOf(name)),
        shared: { body: shared, ownLink: linkOf(name) },
      })
    await Promise.all([provider.send(request('ann')), provider.send(request('bob'))])
    for (const { to, content } of taken) {
      const name = to[0]?.split('@')[0] ?? ''
      assert.ok(
        content.split('\r\n').every((line) => line.length <= 78),
        'no line is long',
      )
      const decoded = Buffer.from(
        content
          .replaceAll('=\r\n', '')
          .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      ).toString('utf8')
      assert.equal(decoded.split(linkOf(name)).length - 1, 3, 'once in the text, twice in the HTML')
      assert.match(decoded, /Zażółć gęślą jaźń/)
      assert.doesNotMatch(decoded, /own\.link/)
      assert.ok(!decoded.includes(linkOf(name === 'ann' ? 'bob' : 'ann')), 'VIS-5: nobody gets another’s link')
    }
    assert.equal(taken.length, 2)
  })

  it('gets lines that begin with a dot as they were written', async () => {
    taken.length = 0
    const body = '.\n.hidden\n..\nend'
    await providerFor(port).send(email({ body, subject: '.' }))
    const plain = taken[0]?.content.split('\r\n\r\n')[2]?.split('\r\n--')[0]
    assert.equal(plain?.replaceAll('\r\n', '\n'), body)
  })

  it('keeps its connections open, no more than agreed', async () => {
    connections = 0
    const provider = providerFor(port)
    await Promise.all(Array.from({ length: 40 }, () => provider.send(email())))
    assert.ok(connections <= 2, `${connections} connections`)
  })

  const answers: [number, string][] = [
    [421, 'temporary'],
    [450, 'temporary'],
    [451, 'temporary'],
    [452, 'temporary'],
    [550, 'permanent'],
    [552, 'permanent'],
  ]
  for (const [code, expected] of answers) {
    it(`DLV-4 answers ${code}: ${expected}, and the next mail goes through`, async () => {
      const provider = providerFor(port)
      assert.equal(kindOf(await provider.send(email({ to: `code${code}@example.org` }))), expected)
      assert.equal(kindOf(await provider.send(email())), 'accepted')
    })
  }
})

describe('a mail server with sign-in', () => {
  let port = 0
  before(async () => {
    port = await mailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (auth, _session, done) => {
        if (auth.username === 'school' && auth.password === 'right') done(null, { user: 'school' })
        else done(new Error('no'))
      },
      onData: (stream, _session, done) => {
        stream.resume()
        stream.on('end', () => done())
      },
    })
  })

  it('takes the right password', async () => {
    assert.equal(kindOf(await providerFor(port, { user: 'school' }, 'right').send(email())), 'accepted')
  })

  it('with a wrong one is a technical failure of ours, not of the family’s address', async () => {
    const outcome = await providerFor(port, { user: 'school' }, 'wrong').send(email())
    assert.deepEqual(
      [kindOf(outcome), outcome.kind === 'refused' && outcome.reason],
      ['technical', 'The mail server did not accept our sign-in'],
    )
  })
})

describe('DLV-3 mail servers that break', () => {
  it('nobody listens: technical', async () => {
    assert.equal(kindOf(await providerFor(1).send(email())), 'technical')
  })

  it('hangs up before the message: technical, it cannot have taken it', async () => {
    const port = await scriptedServer({ RCPT: 'hang up' })
    assert.equal(kindOf(await providerFor(port).send(email())), 'technical')
  })

  it('hangs up in the middle of the message: technical, as the end was never given', async () => {
    const port = await scriptedServer({ DATA: 'hang up at first bytes' })
    const huge = 'All work and no play. '.repeat(400_000)
    assert.equal(kindOf(await providerFor(port).send(email({ body: huge }))), 'technical')
  })

  it('resets after the whole message: unknown, never simply sent again', async () => {
    const port = await scriptedServer({ DATA: 'hang up at end' })
    assert.equal(kindOf(await providerFor(port).send(email())), 'uncertain')
  })

  it('says 451 after the whole message: temporary', async () => {
    const port = await scriptedServer({ DATA: '451 try later' })
    assert.equal(kindOf(await providerFor(port).send(email())), 'temporary')
  })

  it('ended an idle connection: the next mail goes over a new one', async () => {
    const sockets: Socket[] = []
    const port = await scriptedServer({}, sockets)
    const provider = providerFor(port)
    assert.equal(kindOf(await provider.send(email())), 'accepted')
    for (const socket of sockets) socket.destroy()
    assert.equal(kindOf(await provider.send(email())), 'accepted')
  })

  it('SEC-7 inside the operator’s network is refused unless listed', async () => {
    const outbound = outboundTo([])
    const settings = {
      host: '127.0.0.1',
      port: 25,
      security: 'none' as const,
      user: null,
      fromAddress: 'o@oakfield.example',
      replyTo: null,
      connections: 1,
      ratePerSecond: null,
    }
    const outcome = await smtpProvider({ settings, password: null, outbound, clock: systemClock }).send(email())
    assert.equal(kindOf(outcome), 'technical')
    assert.match(outcome.answer, /inside the network/)
  })
})

async function mailServer(options: SMTPServerOptions): Promise<number> {
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    logger: false,
    closeTimeout: 100,
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  toClose.push(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return (server.server.address() as AddressInfo).port
}

/** A server that says yes to everything but what the script says. */
async function scriptedServer(script: { RCPT?: 'hang up'; DATA?: string }, sockets: Socket[] = []): Promise<number> {
  const server: Server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    let inMessage = false
    let seen = ''
    socket.write('220 hello\r\n')
    socket.on('data', (chunk) => {
      if (inMessage && script.DATA === 'hang up at first bytes') return socket.resetAndDestroy()
      seen += chunk.toString('latin1')
      for (let end = seen.indexOf('\r\n'); end >= 0; end = seen.indexOf('\r\n')) {
        const line = seen.slice(0, end)
        seen = seen.slice(end + 2)
        if (inMessage) {
          if (line !== '.') continue
          inMessage = false
          if (script.DATA === 'hang up at end') return socket.resetAndDestroy()
          socket.write(`${script.DATA ?? '250 taken'}\r\n`)
        } else if (line.startsWith('RCPT') && script.RCPT) {
          return socket.destroy()
        } else if (line === 'DATA') {
          inMessage = true
          socket.write('354 go on\r\n')
        } else {
          socket.write('250 ok\r\n')
        }
      }
      return undefined
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  toClose.push(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}
