"""Doing queued work from the command line, with its progress shown."""

import threading
import time

from sqlalchemy import select

from datasets.kernel.jobs import Job, JobState
from datasets.kernel.messages import Message
from portal import worker
from portal.commands.terminal import complain, progress
from portal.wiring import Services

LOOK_S = 0.3
PLAIN_LINE_S = 10.0


def finish_jobs(services: Services, *, slots: int = 2) -> bool:
    """Run every queued job, those that follow from them too; False if one failed.

    A worker that runs elsewhere on the same database may take some of them.
    """
    with services.sessions() as session:
        before = session.scalars(select(Job.id).where(Job.state == JobState.FAILED.value)).all()
    stop = threading.Event()
    runner = worker.runner(services, slots=slots)
    thread = threading.Thread(target=runner.run_forever, args=(stop,), daemon=True)
    thread.start()
    try:
        watch(services)
    finally:
        stop.set()
        thread.join()
        if runner.server is not None:
            runner.server.stop()
    with services.sessions() as session:
        failed = session.scalars(
            select(Job).where(Job.state == JobState.FAILED.value, Job.id.not_in(before))
        ).all()
    for job in failed:
        complain(f"{job.name} {job.payload}: {_why(job)}")
    return not failed


def watch(services: Services) -> None:
    """Show how far the queue has come until it is empty."""
    said_at = time.monotonic()
    with progress() as bar:
        task = bar.add_task("", total=None)
        while True:
            with services.sessions() as session:
                jobs = session.execute(select(Job.state, Job.name, Job.progress_text)).all()
            waiting = [job for job in jobs if job.state in {"queued", "running"}]
            if not waiting:
                return
            running = next((job for job in waiting if job.state == "running"), waiting[0])
            text = Message.from_json(running.progress_text) if running.progress_text else ""
            done = len(jobs) - len(waiting)
            bar.update(task, total=len(jobs), completed=done, description=f"{running.name} {text}")
            if bar.disable and time.monotonic() - said_at > PLAIN_LINE_S:
                said_at = time.monotonic()
                complain(f"{done}/{len(jobs)} jobs: {running.name} {text}")
            time.sleep(LOOK_S)


def _why(job: Job) -> str:
    if job.refusal:
        return str(Message.from_json(job.refusal))
    return (job.error or "").strip().rsplit("\n", 1)[-1]
