/** What families type to register, as it stands on letters and in reminders. */
export function registerAddressOf(config: { publicUrl: string }): string {
  return `${config.publicUrl}/register`
}
