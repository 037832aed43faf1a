# Child processes by subprocess and by asyncio: output, input, exit status, errors, environment and folder.
import asyncio
import subprocess
import sys

print(subprocess.run(["echo", "hello"], capture_output=True))
print(subprocess.run(["cat"], input="text\n", text=True, capture_output=True).stdout)
print(subprocess.run("exit 3", shell=True).returncode, subprocess.call(["false"]))
print(subprocess.check_output(["sh", "-c", "echo $NAME; pwd"], env={"NAME": "value"}, cwd="/"))
try:
    subprocess.run(["/no/such/program"])
except FileNotFoundError as error:
    print(error)
try:
    subprocess.run(["true"], cwd="/no/such/folder")
except FileNotFoundError as error:
    print(error)
try:
    subprocess.run(["sleep", "10"], timeout=0.02)
except subprocess.TimeoutExpired as error:
    print(error.timeout)
process = subprocess.Popen(["sh", "-c", "echo out; echo err >&2"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
print(process.communicate(), process.returncode)


async def main():
    process = await asyncio.create_subprocess_exec("cat", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    process.stdin.write(b"through a pipe\n")
    print(await process.stdout.readline())
    process.stdin.close()
    print(await process.wait())
    process = await asyncio.create_subprocess_shell("exit 7")
    print(await process.wait())
    process = await asyncio.create_subprocess_exec("sleep", "60")
    process.terminate()
    print(await process.wait())


asyncio.run(main())
