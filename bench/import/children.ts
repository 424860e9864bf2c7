import { fork } from 'node:child_process'

export type Child = {
  /** Sends a task and waits for its answer. */
  ask<Answer>(task: unknown): Promise<Answer>
  end(): void
}

/** This bench once more, as a process that answers tasks of one kind. */
export function startChild(kind: string): Child {
  const child = fork(process.argv[1] ?? '', ['--child', kind], { stdio: 'inherit' })
  return {
    ask: <Answer>(task: unknown) =>
      new Promise<Answer>((resolve, reject) => {
        const died = (code: number | null) => reject(new Error(`a child of the bench ended with ${code}`))
        child.once('exit', died)
        child.once('message', (answer) => {
          child.off('exit', died)
          resolve(answer as Answer)
        })
        child.send(task as object)
      }),
    end: () => child.disconnect(),
  }
}

/** In the child: answers until the parent lets go. */
export function answerTasks<Task, Answer>(answer: (task: Task) => Promise<Answer>, end = async () => {}): void {
  process.on('message', (task) => void answer(task as Task).then((done) => process.send?.(done)))
  process.on('disconnect', () => void end())
}
