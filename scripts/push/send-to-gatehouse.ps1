<#
.SYNOPSIS
  Runs reports in SIMS, or takes files that are there already, sends them to Gatehouse and waits until they are read.

.DESCRIPTION
  For Windows PowerShell 5.1 and later. Run it by hand once, as the Windows user that the scheduled task runs as, to keep the
  token of the school's service credential:

    powershell -ExecutionPolicy Bypass -File send-to-gatehouse.ps1 -SaveToken

  The token is kept encrypted for this Windows user on this machine (beside the script, gatehouse-token.txt). Then, in the Task
  Scheduler, every night:

    powershell -ExecutionPolicy Bypass -File send-to-gatehouse.ps1 -Report "Gatehouse pupils,Gatehouse contacts"

  or, with files that another program writes:

    powershell -ExecutionPolicy Bypass -File send-to-gatehouse.ps1 -File "D:\Reports\pupils.csv,D:\Reports\contacts.csv"

  Names stand between one pair of quotation marks, with commas: a PowerShell window would hand "a","b" over as two things.

  Ends with 0 when the files were read, 1 when Gatehouse refused them (the words say why), 2 when it could not be reached. What
  happened stands in gatehouse.log beside the script.
#>
param(
  [string[]] $File = @(),
  [string[]] $Report = @(),
  [string] $Address = '@ADDRESS@',
  [string] $CommandReporter = "${env:ProgramFiles(x86)}\SIMS\SIMS .net\CommandReporter.exe",
  [int] $WaitMinutes = 30,
  [switch] $SaveToken
)

$ErrorActionPreference = 'Stop'
$here = Split-Path -Parent $MyInvocation.MyCommand.Path
$tokenFile = Join-Path $here 'gatehouse-token.txt'
$logFile = Join-Path $here 'gatehouse.log'

function Say([string] $words) {
  $line = '{0:yyyy-MM-dd HH:mm:ss} {1}' -f (Get-Date), $words
  Write-Output $line
  Add-Content -Path $logFile -Value $line
}

function Stop-With([int] $code, [string] $words) {
  Say $words
  exit $code
}

if ($SaveToken) {
  $typed = Read-Host -AsSecureString 'Token of the service credential'
  ConvertFrom-SecureString $typed | Set-Content -Path $tokenFile
  Write-Output "Kept for $env:USERNAME on this machine."
  exit 0
}

# "a,b" comes as one text.
$File = @($File | ForEach-Object { $_ -split ',' } | ForEach-Object { $_.Trim() } | Where-Object { $_ -ne '' })
$Report = @($Report | ForEach-Object { $_ -split ',' } | ForEach-Object { $_.Trim() } | Where-Object { $_ -ne '' })

if ($File.Count + $Report.Count -eq 0) { Stop-With 1 'Name files (-File) or reports of SIMS (-Report).' }
if ($Report.Count -gt 0 -and -not (Test-Path -LiteralPath $CommandReporter)) {
  Stop-With 1 "SIMS is not at $CommandReporter. Say where its CommandReporter.exe is with -CommandReporter. Nothing was sent."
}
if (-not (Test-Path $tokenFile)) { Stop-With 1 'No token is kept. Run this script once with -SaveToken, as the same Windows user.' }

try {
  $secure = Get-Content -Path $tokenFile | ConvertTo-SecureString
  $token = (New-Object System.Net.NetworkCredential('', $secure)).Password.Trim()
} catch {
  Stop-With 1 'The token that is kept belongs to another Windows user or machine. Run this script with -SaveToken as this user.'
}

# Older Windows offers nothing newer than TLS 1.0 by itself.
[Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
Add-Type -AssemblyName System.Net.Http

$work = Join-Path ([IO.Path]::GetTempPath()) ('gatehouse-' + [Guid]::NewGuid().ToString('N'))
New-Item -ItemType Directory -Path $work | Out-Null
$client = New-Object System.Net.Http.HttpClient
$client.Timeout = [TimeSpan]::FromMinutes(15)
$client.DefaultRequestHeaders.Authorization = New-Object System.Net.Http.Headers.AuthenticationHeaderValue('Bearer', $token)
$code = 2

try {
  foreach ($name in $Report) {
    $out = Join-Path $work (($name -replace '[^\w .-]', '-') + '.xml')
    # Quotation marks of our own: Start-Process hands arguments over as they stand.
    $said = Start-Process -FilePath $CommandReporter -ArgumentList @('/TRUSTED', "/REPORT:`"$name`"", "/OUTPUT:`"$out`"", '/QUIET') -Wait -PassThru -WindowStyle Hidden
    # SIMS may go on writing for a moment after the program has ended.
    $size = -1
    for ($look = 0; $look -lt 30; $look++) {
      $now = if (Test-Path $out) { (Get-Item $out).Length } else { 0 }
      if ($now -gt 0 -and $now -eq $size) { break }
      $size = $now
      Start-Sleep -Seconds 2
    }
    if (-not (Test-Path $out) -or (Get-Item $out).Length -eq 0) {
      Stop-With 1 "SIMS wrote nothing for the report '$name' (exit code $($said.ExitCode)). Is it in 'My Reports' of ${env:USERNAME}? Nothing was sent."
    }
    $File += $out
  }

  $form = New-Object System.Net.Http.MultipartFormDataContent
  $streams = @()
  foreach ($path in $File) {
    if (-not (Test-Path -LiteralPath $path)) { Stop-With 1 "$path is not there. Nothing was sent." }
    if ((Get-Item -LiteralPath $path).Length -eq 0) { Stop-With 1 "$path is empty. Nothing was sent." }
    $stream = [IO.File]::Open((Resolve-Path -LiteralPath $path).ProviderPath, 'Open', 'Read', 'Read')
    $streams += $stream
    $form.Add((New-Object System.Net.Http.StreamContent($stream)), 'files', [IO.Path]::GetFileName($path))
  }

  try {
    $answer = $client.PostAsync($Address, $form).GetAwaiter().GetResult()
    $text = $answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()
  } catch {
    Stop-With 2 "Gatehouse could not be reached at ${Address}: $($_.Exception.GetBaseException().Message)"
  } finally {
    $streams | ForEach-Object { $_.Dispose() }
  }
  $status = [int] $answer.StatusCode
  if ($status -ge 500) { Stop-With 2 "Gatehouse has trouble of its own (HTTP $status). Try again later." }
  try { $run = $text | ConvertFrom-Json } catch { Stop-With 2 "What answered is not Gatehouse (HTTP $status). Is the address right?" }
  if ($status -ge 300) { Stop-With 1 "Gatehouse refused: $($run.words) (HTTP $status)" }
  Say "Sent. Run $($run.run)."

  # Whatever name Gatehouse goes by inside, it is asked where it was reached.
  $place = "$Address/$($run.run)"
  $until = (Get-Date).AddMinutes($WaitMinutes)
  while (-not $run.finished) {
    if ((Get-Date) -gt $until) { Stop-With 2 "Not read after $WaitMinutes minutes. It goes on without us; look at the page of the imports." }
    Start-Sleep -Seconds 5
    try {
      $run = $client.GetStringAsync($place).GetAwaiter().GetResult() | ConvertFrom-Json
    } catch {
      Stop-With 2 "The run could not be asked about: $($_.Exception.GetBaseException().Message)"
    }
  }
  Say "$($run.state): $($run.words)"
  $code = if ($run.state -eq 'refused') { 1 } else { 0 }
} catch {
  # Such as a file that another program has open: nobody sits at the screen, so it stands in the log.
  $code = 1
  Say "It stopped: $($_.Exception.GetBaseException().Message)"
} finally {
  $client.Dispose()
  Remove-Item -Recurse -Force $work -ErrorAction SilentlyContinue
}
exit $code
