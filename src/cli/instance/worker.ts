import { defineCommand } from '../command.ts'

export const worker = defineCommand({
  name: 'worker',
  summary: 'Send messages and do recurring work until stopped',
  details: 'Several may run at the same time; each message is taken by one of them.',
  options: {},
  async run(app) {
    const running = await app.startWorker(await app.database())
    process.stderr.write('The worker runs.\n')
    await app.untilStopped()
    await running.close()
    return {}
  },
})
