/** The machine's own Chromium: the one `CHROMIUM` names, else where Debian puts it. */
export const chromiumPath = (): string => process.env['CHROMIUM'] || '/usr/bin/chromium'

export const howToInstall = 'Install it (apt-get install chromium), or set CHROMIUM to where it is.'
