package io.dromedial.delivery.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** An answer's body that fails, and cuts its connection, where it grows too long or takes too much time. */
final class BoundedEntity extends HttpEntityWrapper {

    private final Watch watch;

    BoundedEntity(HttpEntity entity, Watch watch) {
        super(entity);
        this.watch = watch;
    }

    @Override
    public InputStream getContent() throws IOException {
        return new Bounded(super.getContent(), getContentLength(), watch);
    }

    private static final class Bounded extends FilterInputStream {
        private final Watch watch;
        private final long length;
        private long count;
        private boolean over;

        Bounded(InputStream in, long length, Watch watch) {
            super(in);
            this.length = length;
            this.watch = watch;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int n = read(one, 0, 1);
            return n < 0 ? n : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                int n = super.read(into, offset, length);
                return n < 0 ? ended() : counted(n);
            } catch (IOException e) {
                throw watch.cause(e);
            }
        }

        private int ended() {
            over = true;
            watch.ends();
            return -1;
        }

        private int counted(int n) throws IOException {
            count += n;
            if (count > Departure.LONGEST_ANSWER) {
                watch.cut(AnswerUnreadable.tooLong());
                throw AnswerUnreadable.tooLong();
            }
            return n;
        }

        @Override
        public void close() throws IOException {
            if (!over && count != length) {
                // closing would first read the rest, however long that is
                watch.cut(AnswerUnreadable.tooLong());
            }
            watch.ends();
            super.close();
        }
    }
}
