import { defineCommand } from '../command.ts'

export const serve = defineCommand({
  name: 'serve',
  summary: 'Serve the web pages until stopped',
  details:
    'Listens on GATEHOUSE_HOST and GATEHOUSE_PORT. Messages are sent by "gatehouse worker", which runs beside it.',
  options: {},
  async run(app) {
    const web = await app.startWeb(await app.database(), { demo: false })
    process.stderr.write(`Gatehouse is at ${web.url}\n`)
    await app.untilStopped()
    await web.close()
    return {}
  },
})
