import { makeFirstAdministratorLink } from '../../modules/accounts/index.ts'
import { defineCommand } from '../command.ts'

export const serve = defineCommand({
  name: 'serve',
  summary: 'Serve the web pages until stopped',
  details:
    'Listens on GATEHOUSE_HOST and GATEHOUSE_PORT. Messages are sent by "gatehouse worker", which runs beside it.',
  options: {},
  async run(app) {
    const db = await app.database()
    const web = await app.startWeb(db, { demo: false })
    process.stderr.write(`Gatehouse is at ${web.url}\n`)
    const token = await makeFirstAdministratorLink(db, { clock: app.clock })
    if (token) {
      process.stderr.write(
        `Nobody administers it yet. Set up the first administrator here, within 24 hours:\n${web.url}/first-administrator/${token}\n`,
      )
    }
    await app.untilStopped()
    await web.close()
    return {}
  },
})
