package io.dromedial.provider.routee;

import io.dromedial.provider.Answer;
import io.dromedial.provider.Finding;
import io.dromedial.provider.ProviderContext;
import io.dromedial.provider.RetryAfter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;

/** The bodies out and the answers in, and the token that each request carries. */
public final class Routee {

    private static final String SENDING = "routeeCampaign";
    private static final String SEEKING = "routeeLookUp";
    private static final String TICKET = "routeeTicket";
    private final ProviderContext context;
    private final RouteeTokens tokens;
    private final RouteeAnswers answers;
    private final RouteeTracking tracking;
    private ProducerTemplate template;

    Routee(ProviderContext context) {
        this.context = context;
        this.tokens = new RouteeTokens(context.clock());
        this.answers = new RouteeAnswers(context);
        this.tracking = new RouteeTracking(context.codes());
    }

    // ---- the token

    /** The body that asks for a token, with the application's credentials in its header. */
    public byte[] credentials(Exchange exchange) {
        String pair = setting("routee.application-id") + ":" + setting("routee.application-secret");
        String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        exchange.getMessage().setHeader("Authorization", "Basic " + basic);
        return "grant_type=client_credentials".getBytes(StandardCharsets.US_ASCII);
    }

    private String setting(String key) {
        return context.settings().find(key).orElse("");
    }

    /** Asked on another exchange than the one that needs it: whatever becomes of it, no campaign has left. */
    private CompletableFuture<RouteeGrant> fetch(CamelContext camel) {
        Exchange exchange = new DefaultExchange(camel);
        long limit =
                context.settings().duration("routee.timeout").multipliedBy(2).toMillis();
        CompletableFuture<Exchange> asked = template(camel).asyncSend("direct:routee-token", exchange);
        // everybody waits for it: one that never ends must not hold them all
        return asked.orTimeout(limit, TimeUnit.MILLISECONDS).thenApply(done -> {
            if (done.getException() != null) {
                return RouteeGrant.failed(done.getException());
            }
            Message answer = done.getMessage();
            Integer status = answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
            String body = answer.getBody(String.class);
            return RouteeGrant.of(
                    status == null ? 0 : status,
                    body == null ? "" : body,
                    RetryAfter.parse(answer.getHeader("Retry-After"), context.clock()));
        });
    }

    private synchronized ProducerTemplate template(CamelContext camel) {
        if (template == null || template.getCamelContext() != camel) {
            template = camel.createProducerTemplate();
        }
        return template;
    }

    /** The request with a token, once there is one; without, the route ends here with what that means. */
    private CompletionStage<Object> authorised(Exchange exchange, RouteeRequest request) {
        return tokens.get(() -> fetch(exchange.getContext())).thenApply(ticket -> {
            if (!ticket.grant().granted()) {
                exchange.setRouteStop(true);
                return request.barred(ticket.grant().refusal());
            }
            exchange.setProperty(TICKET, ticket);
            request.goes();
            // what an earlier answer brought is no header of this request
            exchange.getMessage().removeHeaders("*");
            request.headers().forEach(exchange.getMessage()::setHeader);
            exchange.getMessage()
                    .setHeader("Authorization", "Bearer " + ticket.grant().token());
            exchange.getMessage().setBody(request.body());
            return request.body();
        });
    }

    // ---- a campaign

    /** Begins a campaign of records that are alike in all but {@code to}. */
    public void campaign(
            @Body List<Map<String, String>> records,
            @Header("journalToken") List<String> recordTokens,
            @Header("journalCall") String call,
            Exchange exchange) {
        // all callees share one callback URL: its token is the first one's, and the callee's digits tell which it is of
        String url = context.callbackUrl("routee", recordTokens.get(0));
        String name = RouteeCampaign.name(records.get(0), call == null ? "" : call);
        byte[] body = RouteeCampaign.body(records, name, url);
        exchange.setProperty(SENDING, new RouteeRequest.Campaign(records, name, body));
    }

    /** Whether the campaign is still to be posted: at first, and once more if its token was not taken. */
    public boolean unsent(Exchange exchange) {
        RouteeRequest campaign = exchange.getProperty(SENDING, RouteeRequest.class);
        return campaign.tried() == 0
                || campaign.tried() == 1
                        && RouteeRequest.refusesToken(answer(exchange).status());
    }

    public CompletionStage<Object> post(Exchange exchange) {
        return authorised(exchange, exchange.getProperty(SENDING, RouteeRequest.class));
    }

    /** What the answer means: one outcome for all records of the campaign, or a list of one each. */
    public Object interpret(Exchange exchange) {
        return answers.read(answer(exchange), exchange.getProperty(SENDING, RouteeRequest.Campaign.class));
    }

    /** A token that was not taken is given up, so that whoever comes next fetches one. */
    private Answer answer(Exchange exchange) {
        Answer answer = Answer.of(exchange, context.clock());
        if (RouteeRequest.refusesToken(answer.status())) {
            tokens.refused(exchange.getProperty(TICKET, RouteeTokens.Ticket.class));
        }
        return answer;
    }

    // ---- a look-up

    /** Begins to look up the messages of one campaign, by its tracking id, or by its name where no answer gave one. */
    public void seek(
            @Body List<Map<String, String>> records,
            @Header("journalToken") List<String> recordTokens,
            @Header("journalProviderRef") List<String> references,
            @Header("journalCall") String call,
            Exchange exchange) {
        String trackingId =
                references.stream().filter(r -> !r.isEmpty()).findFirst().orElse("");
        String name = RouteeCampaign.name(records.get(0), call == null ? "" : call);
        exchange.setProperty(
                SEEKING,
                new RouteePages(
                        records, recordTokens, trackingId, name, context.clock().instant()));
    }

    /** Whether there is a page still to be read. */
    public boolean unread(Exchange exchange) {
        return exchange.getProperty(SEEKING, RouteePages.class).more();
    }

    public CompletionStage<Object> page(Exchange exchange) {
        return authorised(exchange, exchange.getProperty(SEEKING, RouteeRequest.class));
    }

    public void turn(Exchange exchange) {
        exchange.getProperty(SEEKING, RouteePages.class).turn(answer(exchange));
    }

    /** What all pages together say of the records. */
    public Finding found(Exchange exchange) {
        return tracking.read(exchange.getProperty(SEEKING, RouteePages.class));
    }
}
