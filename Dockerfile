# Build: docker build -t fermata .     Run: see compose.yaml
# Layers follow how often they change: the libraries are one layer, Fermata another. The image holds no database.
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN apt-get update -qq && apt-get install -y -qq maven >/dev/null \
 && ./mvnw -q -B -P '!embedded-linux' -DskipTests -Dspotless.check.skip -pl web/app -am package \
 && java -Djarmode=tools -jar web/app/target/fermata.jar extract --layers --launcher --destination /extracted

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --home-dir /var/lib/fermata --create-home --shell /usr/sbin/nologin fermata
WORKDIR /opt/fermata
COPY --from=build /extracted/dependencies/ ./
COPY --from=build /extracted/spring-boot-loader/ ./
COPY --from=build /extracted/snapshot-dependencies/ ./
COPY --from=build /extracted/application/ ./
USER 10001
ENV FERMATA_DATA_DIRECTORY=/var/lib/fermata \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError"
VOLUME /var/lib/fermata
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q 200"]
ENTRYPOINT ["java", "org.springframework.boot.loader.launch.JarLauncher"]
