import { defineCommand } from '../command.ts'

export const demo = defineCommand({
  name: 'demo',
  summary: 'Make an invented school if there is none, then run everything until stopped',
  details: 'This is what "npm start" runs. No message leaves the machine: a pretended phone network stands in.',
  options: {},
  async run(app) {
    const db = await app.database()
    const lines = await app.prepareDemo(db)
    const web = await app.startWeb(db, { demo: true })
    try {
      const worker = await app.startWorker(db)
      process.stdout.write(['', `Gatehouse is at ${web.url}`, ...lines, 'Stop it with Ctrl-C.', '', ''].join('\n'))
      await app.untilStopped()
      await worker.close()
    } finally {
      await web.close()
    }
    return {}
  },
})
